"""An engine that is down, broken or picky costs nothing but time."""

from collections import Counter

import pytest

from ingress.relay import Relay
from ingress.sender import EngineSender
from tests.integration.ingress.conftest import EVENT, Ledger, Post
from tests.integration.ingress.engine import PretendEngine
from tests.unit.ingress.fakes import FakeCounting


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
    assert refused[0]["due_in"] == pytest.approx(5, abs=2)
    assert sorted(Counter(engine.ids).values()) == [1] * 19


async def test_a_wrong_event_key_is_told_on_the_row(
    post: Post, ledger: Ledger, engine: PretendEngine
) -> None:
    await post.file("a")
    relay = Relay(post.outbox, EngineSender(engine.url, "a-wrong-key"), FakeCounting())

    await relay.round()

    assert (await ledger.row())["last_error"] == "the engine refused: Event key not found"
