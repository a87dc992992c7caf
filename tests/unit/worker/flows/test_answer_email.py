from uuid import UUID

import pytest

from tests.unit.worker.fakes.engine import Engine, Run
from tests.unit.worker.fakes.support_desk import answered
from tests.unit.worker.fakes.world import SECRET, World
from worker.ports.failures import Permanent, Temporary

INBOX_ID = UUID("2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c")


async def answer(engine: Engine, run_id: str = "run-1") -> Run:
    return await engine.run(
        "answer-email", "customer/email.received", {"inbox_id": str(INBOX_ID)}, run_id
    )


def actions(world: World) -> list[str]:
    return [action for action, _ in world.case_files.audit]


async def test_an_email_is_answered_once_in_three_steps(world: World, engine: Engine) -> None:
    world.receive_email(INBOX_ID)
    run = await answer(engine)
    assert run.error is None
    assert run.calls == ["open-case", "ask-agent", "send-reply"]
    assert [mail.body for mail in world.mailbox.sent] == ["Your parcel is on its way."]
    assert actions(world) == ["email_received", "reply_sent"]
    assert run.output["provider_id"] == f"pm-{world.mailbox.sent[0].reply_id}"


async def test_the_run_notes_that_it_has_the_inbox_row(world: World, engine: Engine) -> None:
    world.receive_email(INBOX_ID)
    await answer(engine, "run-7")
    assert world.case_files.pickups == {(INBOX_ID, "answer-email", "run-7")}


async def test_suppressed_mail_is_kept_and_not_answered(world: World, engine: Engine) -> None:
    world.receive_email(INBOX_ID, suppressed="mailing_list")
    run = await answer(engine)
    assert run.output["suppressed"] == "mailing_list"
    assert world.support_desk.calls == []
    assert world.mailbox.sent == []
    assert actions(world) == ["email_received", "reply_suppressed"]


@pytest.mark.parametrize("step", ["open-case", "ask-agent", "send-reply"])
async def test_a_worker_that_dies_after_a_step_repeats_nothing(
    world: World, engine: Engine, step: str
) -> None:
    world.receive_email(INBOX_ID)
    engine.lose = [step]
    run = await answer(engine)
    assert run.error is None
    assert run.calls.count(step) == 2
    assert len(world.mailbox.sent) == 1
    assert world.support_desk.calls == ["answer"]
    assert actions(world) == ["email_received", "reply_sent"]


async def test_a_second_run_of_the_same_email_sends_nothing(world: World, engine: Engine) -> None:
    world.receive_email(INBOX_ID)
    await answer(engine, "run-1")
    again = await answer(engine, "run-2")
    assert again.error is None
    assert again.output["provider_id"] is None
    assert len(world.mailbox.sent) == 1
    assert actions(world) == ["email_received", "reply_sent"]


async def test_a_mail_whose_receipt_was_lost_is_found_and_not_sent_again(
    world: World, engine: Engine
) -> None:
    world.receive_email(INBOX_ID)
    world.mailbox.answers_lost = 1
    run = await answer(engine)
    assert run.error is None
    assert len(world.mailbox.sent) == 1
    assert actions(world)[-1] == "reply_sent"


async def test_a_mail_that_never_went_out_is_sent_on_a_later_try(
    world: World, engine: Engine
) -> None:
    world.receive_email(INBOX_ID)
    world.mailbox.moods.expect("send", Temporary("busy"))
    run = await answer(engine)
    assert run.error is None
    assert len(world.mailbox.sent) == 1


@pytest.mark.parametrize(
    ("port", "method"),
    [
        ("case_files", "open"),
        ("support_desk", "answer"),
        ("case_files", "file_reply"),
        ("case_files", "claim_reply"),
        ("case_files", "reply_sent"),
    ],
)
async def test_an_outage_of_ten_minutes_fails_no_run(
    world: World, engine: Engine, port: str, method: str
) -> None:
    world.receive_email(INBOX_ID)
    down = [Temporary("down")] * 6  # tries at 0, 15, 45, 105, 225 and 525 s; the next is at 1125 s
    getattr(world, port).moods.expect(method, *down)
    run = await answer(engine)
    assert run.error is None
    assert len(world.mailbox.sent) == 1


@pytest.mark.parametrize(
    ("port", "method"), [("support_desk", "answer"), ("mailbox", "send"), ("case_files", "load")]
)
async def test_a_permanent_failure_is_not_tried_again(
    world: World, engine: Engine, port: str, method: str
) -> None:
    world.receive_email(INBOX_ID)
    getattr(world, port).moods.expect(method, Permanent("refused for good"))
    run = await answer(engine)
    assert run.error == "refused for good"
    assert run.calls[-1] == "run failed"
    assert world.mailbox.sent == []


async def test_an_event_about_nothing_fails_at_once(engine: Engine) -> None:
    run = await answer(engine)
    assert run.error == f"no inbox row {INBOX_ID}"
    assert run.calls == ["run failed"]


async def test_a_malformed_event_fails_at_once_and_names_the_field(engine: Engine) -> None:
    run = await engine.run("answer-email", "customer/email.received", {"inbox_id": "42"})
    assert run.error == "customer/email.received: bad or missing inbox_id"
    assert run.calls == ["run failed"]


async def test_what_a_customer_wrote_never_reaches_the_engine(world: World, engine: Engine) -> None:
    world.receive_email(INBOX_ID)
    world.support_desk.first = answered(body=f"I am glad that {SECRET}")
    world.support_desk.moods.expect("answer", ValueError(SECRET))
    world.case_files.moods.expect("reply_sent", RuntimeError(SECRET))
    run = await answer(engine)
    assert run.error is None
    assert len(world.mailbox.sent) == 1
    wire = "".join(run.wire)
    assert "UnexpectedError" in wire
    assert SECRET not in wire
    assert "sara@example.com" not in wire
