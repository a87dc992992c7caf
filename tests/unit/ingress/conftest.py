"""A front door with a fake inbox behind it, and a client in front."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from ingress.app import front_door
from ingress.front_desk import FrontDesk
from ingress.metrics import Metrics
from ingress.operations import operations
from ingress.routes import webhooks
from tests.unit.ingress import senders
from tests.unit.ingress.fakes import FakeCounting, FakeInbox


class Door:
    """Posts like a vendor; `woken` counts how often the relay was called."""

    def __init__(self, **changes: Any) -> None:
        self.inbox = FakeInbox()
        self.counting = FakeCounting()
        self.woken = 0
        desk = FrontDesk(self.inbox, self._wake, self.counting)
        app = front_door(
            webhooks(senders.settings(**changes)),
            desk,
            operations(self.inbox, Metrics(), self._unsettled),
        )
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://ingress")

    async def stripe(self, event: Any, **signing: Any) -> httpx.Response:
        body = senders.encoded(event)
        headers = senders.stripe_headers(body, **signing)
        return await self.post("/webhooks/stripe", body, headers)

    async def mail(self, content: Any) -> httpx.Response:
        return await self.post("/webhooks/postmark/inbound", content, senders.basic())

    async def record(self, content: Any) -> httpx.Response:
        return await self.post("/webhooks/postmark/events", content, senders.basic())

    async def admin(self, message: Any, **signing: Any) -> httpx.Response:
        body = senders.encoded(message)
        return await self.post("/webhooks/admin", body, senders.standard_headers(body, **signing))

    async def json(self, name: str, content: Any, **headers: str) -> httpx.Response:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return await self.post(f"/webhooks/json/{name}", content, senders.bearer() | named)

    async def post(self, path: str, body: Any, headers: Any = None) -> httpx.Response:
        return await self.client.post(path, content=senders.encoded(body), headers=headers)

    def _wake(self) -> None:
        self.woken += 1

    async def _unsettled(self) -> tuple[int, float]:
        return 3, 12.5


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    made = Door()
    yield made
    await made.client.aclose()


@pytest.fixture
async def live_door() -> AsyncIterator[Door]:
    made = Door(stripe_livemode=True)
    yield made
    await made.client.aclose()
