"""Keeps a part of a page current: sends it again whenever it has changed (server-sent events)."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from console.guards.visitor import Visitor
from console.records.failures import RecordsUnavailable

LOOK_SECONDS = 1.0
STREAM_SECONDS = 300.0
"""After this the browser asks again, and the session is looked at anew."""
MOST_STREAMS = 40
_BEAT = ": still here\n\n"

_open: set[int] = set()


def live(request: Request, visitor: Visitor, look: Callable[[], Awaitable[str]]) -> Response:
    """A stream of `look`'s answers. At most `MOST_STREAMS` at a time, or 503."""
    if len(_open) >= MOST_STREAMS:
        return Response(status_code=503, headers={"Retry-After": "30"})
    return StreamingResponse(
        _changes(request, visitor, look),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _changes(
    request: Request, visitor: Visitor, look: Callable[[], Awaitable[str]]
) -> AsyncIterator[str]:
    until = min(time.time() + STREAM_SECONDS, visitor.session.expires_at)
    stream, shown = id(request), ""
    _open.add(stream)
    try:
        yield "retry: 3000\n\n"
        while time.time() < until and not await request.is_disconnected():
            try:
                now = await look()
            except RecordsUnavailable:
                now = shown
            yield _event(now) if now != shown else _BEAT
            shown = now
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        _open.discard(stream)


def _event(html: str) -> str:
    lines = "".join(f"data: {line}\n" for line in html.splitlines())
    return f"{lines}\n"
