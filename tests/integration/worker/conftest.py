"""The support desk's memory on a real Postgres, and mail to put into it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from contracts.event import inbox_id
from worker.adapters.postgres.case_files import PostgresCaseFiles
from worker.adapters.postgres.database import Database, open_engine
from worker.adapters.postgres.opening import HouseRules
from worker.domain.refund import RefundPolicy

RULES = HouseRules(frozenset({"support@example.com"}), replies_per_hour=5, replies_per_day=8)


@pytest.fixture
async def database(app_url: str) -> AsyncIterator[Database]:
    engine = open_engine(app_url, pool_size=10)
    yield Database(engine)
    await engine.dispose()


@pytest.fixture
def case_files(database: Database) -> PostgresCaseFiles:
    return PostgresCaseFiles(database, RULES, RefundPolicy())


File = Callable[..., Awaitable[UUID]]


@pytest.fixture
def file_email(app_url: str) -> File:
    """Files an e-mail in the inbox as ingress would; what is not given is ordinary."""

    async def file(sender: str = "sara@example.com", **fields: Any) -> UUID:
        provider_id = str(uuid4())
        row_id = inbox_id("postmark/inbound", provider_id)
        payload = {
            "FromFull": {"Email": sender, "Name": "Somebody"},
            "To": "support@example.com",
            "Subject": "A question",
            "TextBody": "How do I change my plan?",
            "Headers": [{"Name": "Message-ID", "Value": f"<{provider_id}@mail.example>"}],
            "MessageID": provider_id,
        } | fields
        async with await psycopg.AsyncConnection.connect(app_url) as connection:
            await connection.execute(
                "INSERT INTO inbox (id, source, provider_id, kind, body) "
                "VALUES (%s, 'postmark/inbound', %s, 'inbound', %s)",
                (row_id, provider_id, Jsonb(payload)),
            )
        return row_id

    return file


@pytest.fixture
def audit(app_url: str) -> Callable[[], list[tuple[str, str]]]:
    """The audit log so far: (action, subject), in order."""

    def read() -> list[tuple[str, str]]:
        with psycopg.connect(app_url) as connection:
            return connection.execute(
                "SELECT action, subject FROM audit_log ORDER BY seq"
            ).fetchall()

    return read
