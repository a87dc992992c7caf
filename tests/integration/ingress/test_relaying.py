"""What is filed reaches the engine, and is sent again until it is known to have arrived."""

import asyncio
from collections import Counter

import httpx
import pytest

from contracts.customer_events import EmailReceived
from contracts.event import inbox_id
from contracts.vendor_events import StripeRefundFailed
from ingress.database import Pool
from ingress.filing import Filing, OutgoingEvent
from ingress.inbox import PostgresInbox
from ingress.outbox import LEASE_SECONDS, PostgresOutbox
from ingress.relay import Relay
from ingress.sender import EngineSender
from tests.integration.ingress.conftest import Ledger, post_mail
from tests.integration.ingress.engine import PretendEngine
from tests.unit.ingress.fakes import FakeCounting

EVENT = "customer/email.received"


class Post:
    """Files mails and runs relays by hand, round by round."""

    def __init__(self, pool: Pool, engine: PretendEngine) -> None:
        self.outbox = PostgresOutbox(pool)
        self._inbox = PostgresInbox(pool)
        self._engine = engine
        self.relay = self.another_relay()

    def another_relay(self) -> Relay:
        sender = EngineSender(self._engine.url, "an-event-key")
        return Relay(self.outbox, sender, FakeCounting())

    async def file(self, name: str, event_name: str = EVENT) -> None:
        row = inbox_id("postmark/inbound", name)
        event = OutgoingEvent(event_name, f"{event_name}:{row}", {"inbox_id": str(row)})
        await self._inbox.file(Filing("postmark/inbound", name, "inbound", {}, event=event))

    async def file_failed_refund(self, name: str) -> None:
        row = inbox_id("stripe", name)
        event = StripeRefundFailed(inbox_id=row, refund_id="re_1", status="failed")
        await self._inbox.file(
            Filing("stripe", name, "refund.failed", {}, event=OutgoingEvent.of(event))
        )


@pytest.fixture
async def post(pool: Pool, engine: PretendEngine) -> Post:
    return Post(pool, engine)


async def test_what_is_filed_is_sent_and_looked_at_again_in_15_seconds(
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
        assert row["due_in"] == pytest.approx(15, abs=5)
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
        await ledger.later(round(due_in) + 1)
        await post.relay.round()

    row = await ledger.row()
    assert pauses == pytest.approx([15, 30, 60, 120, 240, 300], abs=14)
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


async def test_while_the_engine_is_down_rows_wait_and_then_all_go_out(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    for name in "abc":
        await post.file(name)
    engine.stop()
    await post.relay.round()

    waiting = await ledger.rows()
    assert [row["sent_at"] for row in waiting] == [None] * 3
    assert all(row["due_in"] <= 0 and row["last_error"] for row in waiting)

    engine.start()
    while await post.relay.round():
        pass

    assert len(engine.ids) == 3
    assert {row["last_error"] for row in await ledger.rows()} == {None}


async def test_an_engine_behind_a_broken_gateway_counts_as_down(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    await post.file("a")
    engine.broken = True
    await post.relay.round()

    row = await ledger.row()
    assert row["sent_at"] is None
    assert row["due_in"] <= 0
    assert "an-event-key" not in row["last_error"]


async def test_an_event_the_engine_refuses_holds_up_no_other(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    engine.poison = {"shop/poison"}
    for number in range(20):
        await post.file(f"m-{number:02}", "shop/poison" if number == 7 else EVENT)

    await post.relay.round()

    refused = [row for row in await ledger.rows() if row["sent_at"] is None]
    assert [row["provider_id"] for row in refused] == ["m-07"]
    assert refused[0]["last_error"] == "the engine refused: bad event"
    assert refused[0]["due_in"] == pytest.approx(15, abs=5)
    assert sorted(Counter(engine.ids).values()) == [1] * 19


async def test_a_wrong_event_key_is_told_on_the_row(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    await post.file("a")
    relay = Relay(post.outbox, EngineSender(engine.url, "a-wrong-key"), FakeCounting())

    await relay.round()

    assert (await ledger.row())["last_error"] == "the engine refused: Event key not found"


async def test_in_service_a_mail_reaches_the_engine_within_moments(
    ingress: httpx.AsyncClient, ledger: Ledger, engine: PretendEngine
) -> None:
    await asyncio.sleep(0.2)
    answer = await post_mail(ingress)

    async with asyncio.timeout(1):
        while not engine.ids:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    assert engine.ids == [f"{EVENT}:{answer.json()['inbox_id']}"]
