"""What is filed reaches the engine, and is sent again until it is known to have arrived."""

import asyncio
from collections import Counter

import httpx
import pytest

from contracts.customer_events import EmailReceived
from contracts.vendor_events import StripeRefundFailed
from ingress.outbox import LEASE_SECONDS
from tests.integration.ingress.conftest import EVENT, Ledger, Post, post_mail
from tests.integration.ingress.engine import PretendEngine


async def test_what_is_filed_is_sent_and_looked_at_again_in_5_seconds(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    await post.file("a")
    await post.file("b")

    await post.relay.round()

    assert len(engine.requests) == 1
    for row in await ledger.rows():
        assert row["sends"] == 1
        assert row["last_error"] is None
        assert row["sent_in"] == pytest.approx(0, abs=5)
        assert row["due_in"] == pytest.approx(5, abs=2)
    assert engine.requests[0][0]["data"].keys() == {"inbox_id"}


async def test_what_nobody_picks_up_is_sent_again_under_the_same_id_ever_more_seldom(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    await ledger.listen(EVENT, "answer-email")
    await post.file("a")
    await post.relay.round()

    pauses = []
    for _ in range(6):
        due_in = float((await ledger.row())["due_in"])
        pauses.append(due_in)
        await ledger.later(due_in + 0.01)
        await post.relay.round()

    row = await ledger.row()
    assert pauses == pytest.approx([5, 10, 20, 40, 80, 160], abs=3)
    assert set(engine.ids) == {EmailReceived(inbox_id=row["id"]).event_id}
    assert row["sends"] == len(engine.ids) == 7


async def test_what_is_picked_up_is_settled(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    await ledger.listen(EVENT, "answer-email")
    await post.file("a")
    await post.relay.round()
    await ledger.pick_up((await ledger.row())["id"], "answer-email")
    await ledger.later(16)

    await post.relay.round()

    row = await ledger.row()
    assert row["next_send_at"] is None
    assert len(engine.ids) == 1


async def test_every_listener_must_have_picked_it_up(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    await ledger.listen(EVENT, "answer-email")
    await ledger.listen(EVENT, "summarise")
    await post.file("a")
    await post.relay.round()
    await ledger.pick_up((await ledger.row())["id"], "answer-email")
    await ledger.later(16)

    await post.relay.round()

    assert len(engine.ids) == 2
    assert (await ledger.row())["next_send_at"] is not None


@pytest.mark.parametrize("listener", [None, ("demo/greet", "-1 hour"), (EVENT, "1 hour")])
async def test_what_nobody_listened_for_is_sent_once(
    post: Post, ledger: Ledger, engine: PretendEngine, listener: tuple[str, str] | None
) -> None:
    if listener:
        await ledger.listen(listener[0], "some-function", since=listener[1])
    await post.file("a")
    await post.relay.round()
    await ledger.later(16)

    await post.relay.round()

    row = await ledger.row()
    assert len(engine.ids) == 1
    assert row["sent_at"] is not None
    assert row["next_send_at"] is None


async def test_two_rows_of_one_event_are_settled_by_one_pickup(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    await ledger.listen(StripeRefundFailed.name, "refund-failed")
    await post.file_failed_refund("evt_1")
    await post.file_failed_refund("evt_2")
    await post.relay.round()
    await ledger.pick_up((await ledger.rows())[0]["id"], "refund-failed")
    await ledger.later(16)

    await post.relay.round()

    assert [row["next_send_at"] for row in await ledger.rows()] == [None, None]
    assert len(engine.ids) == 2


async def test_however_much_was_picked_up_none_of_it_is_sent_again(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    await ledger.listen(EVENT, "answer-email")
    for number in range(1_150):
        await post.file(f"m-{number:04}")
    while await post.relay.round():
        pass
    await ledger.execute("INSERT INTO inbox_pickups SELECT id, 'answer-email', 'run' FROM inbox")
    await post.file("still owed")
    await ledger.execute("UPDATE inbox SET next_send_at = now() - interval '1 second'")

    await post.relay.round()

    assert len(engine.ids) == 1_151
    assert max(Counter(engine.ids).values()) == 1
    assert [row["provider_id"] for row in await ledger.rows() if row["next_send_at"]] == [
        "still owed"
    ]


async def test_two_relays_at_once_send_every_row_once(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    for number in range(250):
        await post.file(f"m-{number:03}")

    relays = [post.relay, post.another_relay()]
    while any(await asyncio.gather(*(relay.round() for relay in relays))):
        pass

    assert max(Counter(engine.ids).values()) == 1
    assert len(engine.ids) == 250
    assert {row["sends"] for row in await ledger.rows()} == {1}


async def test_a_row_whose_relay_died_is_due_again_after_the_lease(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    await post.file("a")
    assert len(await post.outbox.claim(100)) == 1

    await post.relay.round()
    assert not engine.ids

    await ledger.later(LEASE_SECONDS + 1)
    await post.relay.round()
    assert len(engine.ids) == 1


async def test_in_service_a_mail_reaches_the_engine_within_moments(
    ingress: httpx.AsyncClient, ledger: Ledger, engine: PretendEngine
) -> None:
    await asyncio.sleep(0.2)
    answer = await post_mail(ingress)

    async with asyncio.timeout(1):
        while not engine.ids:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    assert engine.ids == [f"{EVENT}:{answer.json()['inbox_id']}"]
