"""Closing a connection without an answer, which ASGI has no word for."""

from starlette.types import Receive, Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

TRANSPORT = "standins.transport"


class DroppableProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol, which also hands each request its own transport."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {TRANSPORT: self.transport}  # type: ignore[dict-item]


async def hang_up(scope: Scope, receive: Receive) -> None:
    """Closes the connection at once; the client sees a disconnect, never a status.

    Under a server other than ours there is no transport to close: the request fails instead.
    """
    transport = scope.get("extensions", {}).get(TRANSPORT)
    if transport is None:
        raise ConnectionAbortedError("the answer was dropped on purpose")
    transport.abort()
    # uvicorn answers 500 for a request without an answer unless it has seen the connection go.
    while (await receive())["type"] != "http.disconnect":
        pass
