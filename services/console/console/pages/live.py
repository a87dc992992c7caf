"""Keeps a part of a page current: sends it again whenever it has changed (server-sent events)."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from console.desk import Desk
from console.guards.visitor import SignInFirst
from console.records.failures import RecordsUnavailable

LOOK_SECONDS = 1.0
STREAM_SECONDS = 300.0
"""After this the browser asks again by itself."""
MOST_STREAMS = 40
_BEAT = ": still here\n\n"

_open: set[int] = set()


def live(desk: Desk, request: Request, look: Callable[[], Awaitable[str]]) -> Response:
    """A stream of `look`'s answers, as long as its reader is signed in; 503 when too many read."""
    if len(_open) >= MOST_STREAMS:
        return Response(status_code=503, headers={"Retry-After": "30"})
    return StreamingResponse(
        changes(desk, request, look),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def changes(
    desk: Desk, request: Request, look: Callable[[], Awaitable[str]]
) -> AsyncIterator[str]:
    """The lines of the stream."""
    until = time.monotonic() + STREAM_SECONDS
    stream, shown = id(request), ""
    _open.add(stream)
    try:
        yield "retry: 3000\n\n"
        while time.monotonic() < until and not await request.is_disconnected():
            now = shown
            try:
                await desk.visitor(request)
                now = await look()
            except SignInFirst:
                return
            except RecordsUnavailable:
                pass
            yield _event(now) if now != shown else _BEAT
            shown = now
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        _open.discard(stream)


def _event(html: str) -> str:
    lines = "".join(f"data: {line}\n" for line in html.splitlines())
    return f"{lines}\n"
