"""A page that is open follows what happens, for who is signed in."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, cast

import pytest
from starlette.requests import Request

from console.desk import Desk
from console.guards.visitor import SignInFirst
from console.pages import live
from console.pages.live import changes
from console.records.failures import RecordsUnavailable


@dataclass
class Watch:
    """Somebody in front of a page: what the page says, and whether they are still there."""

    page: str = "<p>one</p>\n<p>two</p>"
    signed_in: bool = True
    there: bool = True
    postgres: bool = True

    async def visitor(self, request: object) -> None:
        if not self.postgres:
            raise RecordsUnavailable
        if not self.signed_in:
            raise SignInFirst

    async def is_disconnected(self) -> bool:
        return not self.there

    async def look(self) -> str:
        return self.page

    def stream(self) -> AsyncIterator[str]:
        return changes(cast(Desk, self), cast(Request, self), self.look)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.0)


async def test_what_changed_is_sent_and_what_did_not_is_a_heartbeat() -> None:
    watch = Watch()
    stream = watch.stream()

    assert await anext(stream) == "retry: 3000\n\n"
    assert await anext(stream) == "data: <p>one</p>\ndata: <p>two</p>\n\n"
    assert (await anext(stream)).startswith(":")
    watch.page = "<p>three</p>"
    assert await anext(stream) == "data: <p>three</p>\n\n"


async def test_text_cannot_end_its_event_and_begin_another() -> None:
    watch = Watch(page="a\n\nevent: forged\rdata: x\x0b\u2028y")
    stream = watch.stream()
    await anext(stream)

    event = await anext(stream)

    assert all(line.startswith("data: ") for line in event.strip().split("\n"))
    assert "\r" not in event


async def test_a_stream_survives_a_restart_of_postgres() -> None:
    watch = Watch(postgres=False)
    stream = watch.stream()
    await anext(stream)
    assert (await anext(stream)).startswith(":")
    watch.postgres = True
    assert (await anext(stream)).startswith("data: ")


@pytest.mark.parametrize("gone", [{"signed_in": False}, {"there": False}])
async def test_who_has_left_hears_nothing_more(gone: dict[str, Any]) -> None:
    watch = Watch(**gone)

    heard = [line async for line in watch.stream()]

    assert heard == ["retry: 3000\n\n"]


async def test_a_stream_gives_its_place_back() -> None:
    async with asyncio.timeout(5):
        stream = Watch().stream()
        await anext(stream)
        held = len(live._open)
        await stream.aclose()
    assert len(live._open) == held - 1
