from uuid import UUID

import pytest

from tests.unit.worker.fakes.engine import Engine, Run
from tests.unit.worker.fakes.support_desk import answered, asks_for_refunds
from tests.unit.worker.fakes.world import World
from worker.domain.refund import Outcome
from worker.ports.failures import Temporary

INBOX_ID = UUID("2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c")
APPROVED = ["email_received", "refund_requested", "refund_issued", "reply_sent"]


async def answer(engine: Engine, run_id: str = "run-1") -> Run:
    return await engine.run(
        "answer-email", "customer/email.received", {"inbox_id": str(INBOX_ID)}, run_id
    )


def ask_and_approve(world: World, engine: Engine) -> None:
    """The agent asks; a person approves while the run waits."""
    case = world.receive_email(INBOX_ID)
    world.support_desk.first = asks_for_refunds("call-1")
    world.support_desk.then = [answered("Your refund is on its way.")]

    def approve(_opts: dict[str, object]) -> dict[str, object]:
        [approval] = world.case_files.work[case.message_id].approvals
        approval.approved = True
        return {"name": "refund/approval.decided", "data": {"approval_id": str(approval.id)}}

    engine.on_wait = approve


def actions(world: World) -> list[str]:
    return [action for action, _ in world.case_files.audit]


async def test_an_approved_refund_is_paid_before_the_agent_speaks(
    world: World, engine: Engine
) -> None:
    ask_and_approve(world, engine)
    run = await answer(engine)
    assert run.error is None
    assert run.calls.index("issue-refund") < run.calls.index("resume-agent")
    assert len(world.payments.ledger) == 1
    assert actions(world) == APPROVED
    assert world.support_desk.resumed_with[0][1][0].outcome is Outcome.ISSUED


STEPS = ["check-approval", "settle-refunds", "issue-refund", "resume-agent", "send-reply"]


@pytest.mark.parametrize("step", STEPS)
async def test_a_worker_that_dies_after_a_step_pays_once(
    world: World, engine: Engine, step: str
) -> None:
    ask_and_approve(world, engine)
    engine.lose = [step]
    run = await answer(engine)
    assert run.error is None
    assert engine.lose == []
    assert len(world.payments.ledger) == 1
    assert actions(world) == APPROVED
    assert len(world.mailbox.sent) == 1


async def test_a_refund_whose_answer_was_lost_is_found_and_not_paid_again(
    world: World, engine: Engine
) -> None:
    ask_and_approve(world, engine)
    world.payments.moods.expect("refund_made", Temporary("connection reset"))
    run = await answer(engine)
    assert run.error is None
    assert len(world.payments.ledger) == 1
    assert actions(world) == APPROVED


@pytest.mark.parametrize("method", ["claim", "made"])
async def test_trouble_with_the_books_pays_once(world: World, engine: Engine, method: str) -> None:
    ask_and_approve(world, engine)
    world.refund_book.moods.expect(method, Temporary("no database"))
    run = await answer(engine)
    assert run.error is None
    assert len(world.payments.ledger) == 1
    assert actions(world) == APPROVED


async def test_a_second_run_of_the_same_email_pays_nothing_more(
    world: World, engine: Engine
) -> None:
    ask_and_approve(world, engine)
    await answer(engine, "run-1")
    again = await answer(engine, "run-2")
    assert again.error is None
    assert len(world.payments.ledger) == 1
    assert len(world.mailbox.sent) == 1


async def test_a_forged_wake_up_moves_nothing_and_the_run_waits_on(
    world: World, engine: Engine
) -> None:
    ask_and_approve(world, engine)
    forged = iter(range(5))

    def wake(_opts: dict[str, object]) -> dict[str, object] | None:
        if next(forged, None) is None:
            return None
        return {"name": "refund/approval.decided", "data": {"approval_id": "any", "ok": "yes"}}

    engine.on_wait = wake
    run = await answer(engine)
    assert run.error is None
    assert len(run.waits) == 6
    assert world.payments.ledger == []
    assert actions(world) == ["email_received", "refund_requested", "refund_blocked", "reply_sent"]


async def test_what_the_provider_refuses_is_told_as_not_issued(
    world: World, engine: Engine
) -> None:
    ask_and_approve(world, engine)
    world.payments.refuses = "charge_already_refunded"
    run = await answer(engine)
    assert run.error is None
    assert actions(world) == ["email_received", "refund_requested", "refund_failed", "reply_sent"]
    assert world.support_desk.resumed_with[0][1][0].outcome is Outcome.BLOCKED


async def test_an_unanswered_refund_of_yesterday_goes_to_a_person_and_is_not_sent_again(
    world: World, engine: Engine
) -> None:
    ask_and_approve(world, engine)
    world.payments.moods.expect("refund", Temporary("no answer"))
    world.refund_book.ages_by_s = 24 * 3600
    run = await answer(engine)
    assert run.error is not None
    assert "a person must find out" in run.error
    assert world.payments.ledger == []
    assert actions(world)[-1] == "escalated"


async def test_a_provider_that_fails_for_ever_ends_with_a_person(
    world: World, engine: Engine
) -> None:
    ask_and_approve(world, engine)
    world.payments.moods.expect("refund", *[Temporary("500")] * 9)
    run = await answer(engine)
    assert run.error is not None
    assert actions(world)[-1] == "escalated"
    assert world.mailbox.sent == []
