"""The relay keeps going, whatever the engine and the outbox do."""

import asyncio
from uuid import UUID, uuid4

import pytest

from ingress.outbox import DueEvent
from ingress.relay import BATCH, Relay
from tests.unit.ingress.fakes import FakeCounting, FakeOutbox, FakeSender


def _due(*names: str) -> list[DueEvent]:
    return [DueEvent(uuid4(), "demo/greet", name, {"inbox_id": name}) for name in names]


def _relay(outbox: FakeOutbox, sender: FakeSender) -> Relay:
    return Relay(outbox, sender, FakeCounting())


async def test_what_is_due_goes_out_in_one_request() -> None:
    outbox, sender = FakeOutbox(due := _due("a", "b", "c")), FakeSender()

    assert await _relay(outbox, sender).round() is False

    assert [len(request) for request in sender.requests] == [3]
    assert outbox.sent == [row.inbox_id for row in due]


async def test_a_full_batch_is_followed_at_once_by_another() -> None:
    outbox = FakeOutbox(_due(*map(str, range(BATCH + 1))))
    relay = _relay(outbox, FakeSender())

    assert await relay.round() is True
    assert await relay.round() is False
    assert len(outbox.sent) == BATCH + 1


@pytest.mark.parametrize("poison", [["1"], ["0", "99"], ["17", "18", "70"]])
async def test_poison_is_named_and_all_others_go_out(poison: list[str]) -> None:
    outbox = FakeOutbox(due := _due(*map(str, range(BATCH))))
    sender = FakeSender(poison)

    await _relay(outbox, sender).round()

    names: dict[UUID, str] = {row.inbox_id: row.event_id for row in due}
    assert [names[row] for row in outbox.refused] == poison
    assert set(outbox.refused.values()) == {"the engine refused: bad event"}
    assert sorted(sender.ids) == sorted(set(map(str, range(BATCH))) - set(poison))
    assert len(outbox.sent) == BATCH - len(poison)


async def test_while_the_engine_is_down_one_row_is_the_probe_and_none_is_lost() -> None:
    outbox, sender = FakeOutbox(_due("a", "b", "c")), FakeSender()
    relay = _relay(outbox, sender)
    sender.down = True

    await relay.round()
    await relay.round()
    sender.down = False
    while await relay.round():
        pass

    assert outbox.claims[:3] == [BATCH, 1, 1]
    assert sorted(sender.ids) == ["a", "b", "c"]
    assert not outbox.due


async def test_a_failing_round_does_not_end_it() -> None:
    outbox, sender = FakeOutbox(_due("a")), FakeSender()
    outbox.failures_left = 1
    relay = _relay(outbox, sender)
    running = asyncio.create_task(relay.run())

    await asyncio.sleep(0)
    relay.wake()
    async with asyncio.timeout(2):
        await outbox.something_sent.wait()

    relay.stop()
    await running


async def test_what_is_filed_later_goes_out_as_soon_as_it_is_told() -> None:
    outbox, sender = FakeOutbox(), FakeSender()
    relay = _relay(outbox, sender)
    running = asyncio.create_task(relay.run())
    await asyncio.sleep(0.01)

    outbox.due = _due("late")
    relay.wake()
    async with asyncio.timeout(0.5):
        await outbox.something_sent.wait()

    relay.stop()
    await running
    assert sender.ids == ["late"]


async def test_it_stops_at_once_even_while_it_waits_for_the_engine() -> None:
    outbox, sender = FakeOutbox(_due("a")), FakeSender()
    sender.down = True
    relay = _relay(outbox, sender)
    for _ in range(6):
        await relay.round()
    running = asyncio.create_task(relay.run())
    await asyncio.sleep(0.01)

    relay.stop()

    async with asyncio.timeout(0.5):
        await running
    assert [row.event_id for row in outbox.due] == ["a"]
