"""Verify, file, wake the relay, answer: the same for every sender."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ingress.bounded_body import BodyReader
from ingress.filing import Filed, Filing, Inbox, InboxUnavailable, Unstorable
from ingress.refusal import Refusal, send_again
from ingress.webhooks.webhook import Webhook

_LARGE = 64 * 1024  # bytes; from here on, reading would hold up the other requests
_log = structlog.get_logger("ingress")


class Acknowledgements(Protocol):
    """Counts answers by route and outcome, and how long each took."""

    def acknowledged(self, route: str, outcome: str, seconds: float) -> None: ...


class FrontDesk:
    """Answers 200 only for what the inbox keeps, and 503 only where it could not say so."""

    def __init__(
        self, inbox: Inbox, wake_relay: Callable[[], None], counting: Acknowledgements
    ) -> None:
        self._inbox = inbox
        self._wake_relay = wake_relay
        self._counting = counting
        self._bodies = BodyReader()

    async def receive(self, webhook: Webhook, request: Request) -> Response:
        started = time.perf_counter()
        log = _log.bind(route=webhook.route)
        try:
            filing = await self._read(webhook, request)
            log = log.bind(kind=filing.kind, inbox_id=str(filing.inbox_id))
            outcome = await self._file(filing)
            answer = {"status": outcome, "inbox_id": str(filing.inbox_id)}
            response = JSONResponse(answer)
        except Refusal as refusal:
            outcome, response = f"refused_{refusal.status}", refusal.response()
            log = log.bind(error=refusal.error)
        except Exception as error:
            # Told by its kind only: its message may hold what the sender wrote.
            outcome, response = "failed", send_again("something went wrong").response()
            log = log.bind(error=type(error).__name__)
        seconds = time.perf_counter() - started
        self._counting.acknowledged(webhook.route, outcome, seconds)
        log.info("webhook", outcome=outcome, milliseconds=round(seconds * 1000, 1))
        return response

    async def _read(self, webhook: Webhook, request: Request) -> Filing:
        webhook.admit(request)
        body = await self._bodies.read(request, webhook.bound)
        if len(body) > _LARGE:
            return await asyncio.to_thread(webhook.read, request, body)
        return webhook.read(request, body)

    async def _file(self, filing: Filing) -> str:
        try:
            filed = await self._inbox.file(filing)
        except InboxUnavailable:
            raise send_again("the inbox is out of reach") from None
        except Unstorable:
            raise Refusal(422, "the body holds something that cannot be stored") from None
        if filed is Filed.CONFLICT:
            raise Refusal(
                409, "this id came before with another body: give each message its own", "id"
            )
        if filed is Filed.DUPLICATE:
            return "duplicate"
        if filing.event is None:
            return "kept"
        self._wake_relay()
        return "accepted"
