"""The layer around all vendors that carries the rules out."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standins.body import MOST_BYTES
from standins.misbehaviour.connection import hang_up
from standins.misbehaviour.queue import RuleQueue
from standins.refusal import Refusal
from standins.vendors import Vendor, vendor_of


class Spoiler:
    """ASGI middleware: bounds every body and applies the first rule that fits."""

    def __init__(self, app: ASGIApp, rules: RuleQueue) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        body = await _read(receive)
        vendor = vendor_of(scope["path"])
        if body is None:
            refusal = vendor.trouble(413) if vendor else Refusal(413, "The body is too large.")
            return await refusal.response()(scope, receive, send)
        receive = _again(body, receive)
        if vendor is None or not self._rules.waiting(vendor.name):
            return await self._app(scope, receive, send)
        return await self._spoil(vendor, body, scope, receive, send)

    async def _spoil(
        self, vendor: Vendor, body: bytes, scope: Scope, receive: Receive, send: Send
    ) -> None:
        content = (body + b" " + scope.get("query_string", b"")).decode(errors="replace")
        rule = self._rules.take(vendor.name, scope["path"], content)
        if rule is None:
            return await self._app(scope, receive, send)
        await asyncio.sleep(rule.delay_ms / 1000)
        if rule.status is not None:
            return await vendor.trouble(rule.status).response()(scope, receive, send)
        if rule.drop_answer is None:
            return await self._app(scope, receive, send)
        if rule.drop_answer == "after":
            await self._app(scope, receive, _swallow)
        return await hang_up(scope, receive)


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or None when there is more of it than anybody needs."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read to whoever reads next."""
    unread = [body]

    async def replay() -> Message:
        if unread:
            return {"type": "http.request", "body": unread.pop(), "more_body": False}
        return await receive()

    return replay


async def _swallow(message: Message) -> None:
    """Takes an answer that nobody will see."""
