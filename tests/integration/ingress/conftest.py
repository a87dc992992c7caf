"""Ingress as it runs in service, on a real Postgres, with a pretend engine behind it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row

from contracts.event import inbox_id
from contracts.vendor_events import StripeRefundFailed
from ingress.app import create_app
from ingress.database import Pool, connection_pool
from ingress.filing import Filing, OutgoingEvent
from ingress.inbox import PostgresInbox
from ingress.outbox import PostgresOutbox
from ingress.relay import Relay
from ingress.sender import EngineSender
from tests.integration.ingress.engine import PretendEngine
from tests.unit.ingress import senders
from tests.unit.ingress.fakes import FakeCounting

EVENT = "customer/email.received"


class Ledger:
    """Looks into the database, and lets time pass in it."""

    def __init__(self, owner_url: str) -> None:
        self._url = owner_url

    async def execute(self, statement: str, *parameters: Any) -> list[dict[str, Any]]:
        async with await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, row_factory=dict_row
        ) as connection:
            cursor = await connection.execute(statement, parameters)
            return await cursor.fetchall() if cursor.description else []

    async def rows(self) -> list[dict[str, Any]]:
        return await self.execute(
            "SELECT *, extract(epoch FROM next_send_at - now()) AS due_in, "
            "extract(epoch FROM sent_at - now()) AS sent_in FROM inbox ORDER BY provider_id"
        )

    async def row(self) -> dict[str, Any]:
        (only,) = await self.rows()
        return only

    async def later(self, seconds: float) -> None:
        """As if that much time had passed for every row."""
        await self.execute(
            "UPDATE inbox SET next_send_at = next_send_at - %s * interval '1 second', "
            "sent_at = sent_at - %s * interval '1 second', "
            "received_at = received_at - %s * interval '1 second'",
            seconds, seconds, seconds,
        )  # fmt: skip

    async def listen(self, event: str, function: str, since: str = "-1 hour") -> None:
        await self.execute(
            "INSERT INTO listeners VALUES (%s, %s, now() + %s::interval)", event, function, since
        )

    async def pick_up(self, inbox_id: Any, function: str) -> None:
        await self.execute("INSERT INTO inbox_pickups VALUES (%s, %s, 'run')", inbox_id, function)


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
def ledger(owner_url: str) -> Ledger:
    return Ledger(owner_url)


@pytest.fixture
def engine() -> Iterator[PretendEngine]:
    made = PretendEngine()
    yield made
    made.stop()


@pytest.fixture
async def pool(app_url: str) -> AsyncIterator[Pool]:
    made = connection_pool(app_url)
    async with made:
        yield made


@pytest.fixture
async def post(pool: Pool, engine: PretendEngine) -> Post:
    return Post(pool, engine)


def running_ingress(
    database_url: str, engine: PretendEngine
) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    """A client of the whole application, relay and all."""

    @asynccontextmanager
    async def run() -> AsyncIterator[httpx.AsyncClient]:
        app = create_app(senders.settings(database_url=database_url, inngest_base_url=engine.url))
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://ingress") as client,
        ):
            yield client

    return run()


@pytest.fixture
async def ingress(app_url: str, engine: PretendEngine) -> AsyncIterator[httpx.AsyncClient]:
    async with running_ingress(app_url, engine) as client:
        yield client


async def post_mail(ingress: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await ingress.post(
        "/webhooks/postmark/inbound",
        content=senders.encoded(senders.mail(**changes)),
        headers=senders.basic(),
    )
