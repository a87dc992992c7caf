from uuid import UUID, uuid4

import pytest

from tests.unit.worker.fakes.engine import Engine, Run
from tests.unit.worker.fakes.refund_book import Entry
from tests.unit.worker.fakes.world import World
from worker.domain.money import Money
from worker.ports.failures import Temporary
from worker.ports.payments import RefundOrder, RefundReceipt, RefundState

REFUND_ID = uuid4()
ORDER = RefundOrder(REFUND_ID, "ch_1", Money(4900, "usd"), {"refund_id": str(REFUND_ID)})


def make_a_refund(world: World, state: RefundState = RefundState.FAILED) -> None:
    """A refund of ours that the customer was told of; the provider says how it stands now."""
    world.refund_book.entries[REFUND_ID] = Entry(uuid4(), 0, 0, status="succeeded")
    world.payments.ledger.append(ORDER)
    receipt = RefundReceipt(f"re_{REFUND_ID}", state, "expired_or_canceled_card")
    world.payments.keys[ORDER.idempotency_key] = receipt


async def tell(engine: Engine, provider_id: str = f"re_{REFUND_ID}", run: str = "run-1") -> Run:
    data = {"inbox_id": str(UUID(int=7)), "refund_id": provider_id, "status": "failed"}
    return await engine.run("refund-failed", "stripe/charge.refund.failed", data, run)


async def test_a_failed_refund_is_noted_and_told_once(world: World, engine: Engine) -> None:
    make_a_refund(world)
    for run in ("run-1", "run-2", "run-3"):
        assert (await tell(engine, run=run)).error is None
    assert [action for action, _ in world.case_files.audit] == ["refund_failed", "reply_sent"]
    assert len(world.mailbox.sent) == 1
    assert (UUID(int=7), "refund-failed", "run-1") in world.case_files.pickups


async def test_an_event_that_the_provider_does_not_confirm_changes_nothing(
    world: World, engine: Engine
) -> None:
    make_a_refund(world, RefundState.SUCCEEDED)
    assert (await tell(engine)).error is None
    assert world.refund_book.entries[REFUND_ID].status == "succeeded"
    assert world.mailbox.sent == []


async def test_a_refund_that_is_not_ours_is_left_alone(world: World, engine: Engine) -> None:
    assert (await tell(engine, "re_of_somebody_else")).error is None
    assert world.mailbox.sent == []


@pytest.mark.parametrize("step", ["note-failure", "send-reply"])
async def test_a_worker_that_dies_tells_once(world: World, engine: Engine, step: str) -> None:
    make_a_refund(world)
    engine.lose = [step]
    assert (await tell(engine)).error is None
    assert len(world.mailbox.sent) == 1
    assert [action for action, _ in world.case_files.audit] == ["refund_failed", "reply_sent"]


async def test_a_provider_that_is_busy_is_asked_again(world: World, engine: Engine) -> None:
    make_a_refund(world)
    world.payments.moods.expect("find", Temporary("busy"))
    assert (await tell(engine)).error is None
    assert len(world.mailbox.sent) == 1
