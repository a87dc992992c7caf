"""The pool of connections to Postgres, and how long the console waits for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from psycopg import AsyncConnection, Error
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from console.records.failures import RecordsUnavailable

Pool = AsyncConnectionPool[AsyncConnection]
Row = TypeVar("Row")

MAX_CONNECTIONS = 5
WAIT_SECONDS = 3.0


class Database:
    """Asks one question at a time; what goes wrong is `RecordsUnavailable`."""

    def __init__(self, database_url: str) -> None:
        # No prepared statement: a pooler in transaction mode, such as Neon's, may stand in between.
        self._pool: Pool = AsyncConnectionPool(
            database_url.replace("postgresql+psycopg", "postgresql", 1),
            kwargs={
                "autocommit": True,
                "connect_timeout": 3,
                "prepare_threshold": None,
                "application_name": "console",
                "keepalives_idle": 10,
            },
            min_size=1,
            max_size=MAX_CONNECTIONS,
            timeout=WAIT_SECONDS,
            max_waiting=100,
            reconnect_timeout=4.0,
            check=AsyncConnectionPool.check_connection,
            open=False,
            name="console",
        )

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """While this lasts, questions are answered. Postgres need not be there at the start."""
        await self._pool.open(wait=False)
        try:
            yield
        finally:
            await self._pool.close(timeout=2)

    async def all(self, kind: type[Row], query: str, **parameters: Any) -> list[Row]:
        """Every row, as a `kind`."""
        try:
            async with asyncio.timeout(WAIT_SECONDS), self._pool.connection() as connection:
                cursor = connection.cursor(row_factory=class_row(kind))
                await cursor.execute(query.encode(), parameters)
                return await cursor.fetchall()
        except (Error, TimeoutError) as error:
            raise RecordsUnavailable(type(error).__name__) from error

    async def one(self, kind: type[Row], query: str, **parameters: Any) -> Row | None:
        """The first row."""
        rows = await self.all(kind, query, **parameters)
        return rows[0] if rows else None
