from uuid import UUID

from tests.unit.worker.fakes.engine import Engine, Run
from tests.unit.worker.fakes.support_desk import answered, asks_for_refunds
from tests.unit.worker.fakes.world import World
from worker.domain.refund import Outcome
from worker.ports.failures import Permanent, Temporary

INBOX_ID = UUID("2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c")
DECLINED = answered("We could not refund this.")


async def answer(engine: Engine) -> Run:
    return await engine.run("answer-email", "customer/email.received", {"inbox_id": str(INBOX_ID)})


def ask(world: World, *call_ids: str) -> None:
    world.receive_email(INBOX_ID)
    world.support_desk.first = asks_for_refunds(*call_ids)
    world.support_desk.then = [DECLINED]


def actions(world: World) -> list[str]:
    return [action for action, _ in world.case_files.audit]


async def test_a_refund_nobody_decides_ends_blocked_and_is_told_so(
    world: World, engine: Engine
) -> None:
    ask(world, "call-1")
    run = await answer(engine)
    assert run.error is None
    assert actions(world) == ["email_received", "refund_requested", "refund_blocked", "reply_sent"]
    [(state, [settlement])] = world.support_desk.resumed_with
    assert state == "saved"
    assert settlement.outcome is Outcome.EXPIRED
    assert [mail.body for mail in world.mailbox.sent] == ["We could not refund this."]


async def test_the_run_waits_for_this_approval_until_it_expires(
    world: World, engine: Engine
) -> None:
    ask(world, "call-1")
    run = await answer(engine)
    [approval_id] = world.reviewers.told
    assert run.waits == [
        {
            "event": "refund/approval.decided",
            "if": f"async.data.approval_id == '{approval_id}'",
            "timeout": f"{4 * 3600 + 1}s",
        }
    ]


async def test_two_refunds_expire_together_not_one_after_the_other(
    world: World, engine: Engine
) -> None:
    ask(world, "call-1", "call-2")
    run = await answer(engine)
    assert run.error is None
    assert len(world.reviewers.told) == 2
    assert len(run.waits) == 1
    assert actions(world).count("refund_blocked") == 2
    assert len(world.mailbox.sent) == 1


async def test_a_decision_wakes_the_run_before_the_time_is_over(
    world: World, engine: Engine
) -> None:
    ask(world, "call-1")

    def decide(_opts: dict[str, object]) -> dict[str, object]:
        [approval] = world.case_files.work[message_id].approvals
        approval.outcome = Outcome.REJECTED
        return {"name": "refund/approval.decided", "data": {"approval_id": str(approval.id)}}

    message_id = world.case_files.inbox[INBOX_ID].message_id
    engine.on_wait = decide
    run = await answer(engine)
    assert run.error is None
    assert world.clock.now < 60
    assert world.support_desk.resumed_with[0][1][0].outcome is Outcome.REJECTED


async def test_a_worker_that_dies_after_any_step_repeats_nothing(
    world: World, engine: Engine
) -> None:
    ask(world, "call-1")
    engine.lose = ["ask-agent", "tell-reviewers", "check-approval", "settle-refunds"]
    engine.lose += ["resume-agent", "send-reply"]
    run = await answer(engine)
    assert run.error is None
    assert engine.lose == []
    assert world.support_desk.calls == ["answer", "resume"]
    assert actions(world) == ["email_received", "refund_requested", "refund_blocked", "reply_sent"]
    assert len(world.mailbox.sent) == 1


async def test_reviewers_who_cannot_be_told_do_not_stop_the_run(
    world: World, engine: Engine
) -> None:
    ask(world, "call-1", "call-2")
    world.reviewers.moods.expect("tell", Permanent("no such channel"), *[Temporary("busy")] * 3)
    run = await answer(engine)
    assert run.error is None
    assert run.calls.count("tell-reviewers") == 4
    assert actions(world)[-1] == "reply_sent"


async def test_an_agent_that_asks_again_and_again_is_stopped(world: World, engine: Engine) -> None:
    ask(world, "call-1")
    world.support_desk.then = [asks_for_refunds(f"call-{n}") for n in range(2, 9)]
    run = await answer(engine)
    assert run.error == "the agent asked for refunds more than 3 times"
    assert actions(world).count("refund_requested") == 3
    assert actions(world).count("refund_blocked") == 3
    assert world.mailbox.sent == []


async def test_a_second_request_gets_a_wait_of_its_own(world: World, engine: Engine) -> None:
    ask(world, "call-1")
    world.support_desk.then = [asks_for_refunds("call-2", state="saved again"), DECLINED]
    run = await answer(engine)
    assert run.error is None
    assert len(run.waits) == 2
    assert [state for state, _ in world.support_desk.resumed_with] == ["saved", "saved again"]
    assert len(world.mailbox.sent) == 1
