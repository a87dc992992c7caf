"""The inbox in Postgres: one INSERT per webhook, durable when it returns."""

import asyncio

from psycopg import AsyncConnection, DataError, Error, OperationalError
from psycopg.types.json import Jsonb
from psycopg_pool import PoolTimeout, TooManyRequests

from ingress.database import WAIT_SECONDS, Pool
from ingress.filing import Filed, Filing, InboxUnavailable, Unstorable

_INSERT = """
INSERT INTO inbox (id, source, provider_id, kind, body, notes,
                   event_name, event_id, event_data, next_send_at)
VALUES (%(id)s, %(source)s, %(provider_id)s, %(kind)s, %(body)s, %(notes)s,
        %(event_name)s, %(event_id)s, %(event_data)s,
        CASE WHEN %(event_name)s::text IS NOT NULL THEN now() END)
ON CONFLICT DO NOTHING
"""
_SAME_BODY = "SELECT body = %(body)s FROM inbox WHERE id = %(id)s"


class PostgresInbox:
    """Files rows; a row that is there already stays as it is."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def file(self, filing: Filing) -> Filed:
        row = _row(filing)
        try:
            return await self._insert(row, filing)
        except DataError as error:
            raise Unstorable(type(error).__name__) from None
        except OperationalError as error:
            if isinstance(error, PoolTimeout | TooManyRequests):
                raise InboxUnavailable(type(error).__name__) from None
        except (Error, TimeoutError) as error:
            raise InboxUnavailable(type(error).__name__) from None
        return await self._insert_again(row, filing)

    async def answers(self) -> bool:
        try:
            async with asyncio.timeout(WAIT_SECONDS), self._pool.connection() as connection:
                await connection.execute("SELECT 1")
        except (Error, TimeoutError):
            return False
        return True

    async def _insert_again(self, row: dict[str, object], filing: Filing) -> Filed:
        """After Postgres was restarted every pooled connection is dead: replace them, try once."""
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._pool.check()
            return await self._insert(row, filing)
        except (Error, TimeoutError) as error:
            raise InboxUnavailable(type(error).__name__) from None

    async def _insert(self, row: dict[str, object], filing: Filing) -> Filed:
        async with self._pool.connection() as connection:
            async with asyncio.timeout(WAIT_SECONDS):
                inserted = await connection.execute(_INSERT, row)
                if inserted.rowcount == 1:
                    return Filed.NEW
                if filing.id_is_senders_word and not await _same_body(connection, row):
                    return Filed.CONFLICT
                return Filed.DUPLICATE


async def _same_body(connection: AsyncConnection, row: dict[str, object]) -> bool:
    found = await (await connection.execute(_SAME_BODY, row)).fetchone()
    return found is not None and found[0] is True


def _row(filing: Filing) -> dict[str, object]:
    event = filing.event
    return {
        "id": filing.inbox_id,
        "source": filing.source,
        "provider_id": filing.provider_id,
        "kind": filing.kind,
        "body": Jsonb(filing.body),
        "notes": Jsonb(filing.notes),
        "event_name": event and event.name,
        "event_id": event and event.id,
        "event_data": Jsonb(event.data) if event else None,
    }
