"""One pool per process, and transactions on it that either happen or fail as Temporary."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from worker.ports.failures import Temporary

Result = TypeVar("Result")

CONNECT_TIMEOUT_S = 5
POOL_TIMEOUT_S = 10
STATEMENT_TIMEOUT_MS = 15_000
PING = text("SELECT 1")


def open_engine(url: str, pool_size: int) -> AsyncEngine:
    """An engine whose pool never holds more than `pool_size` connections. Connects to nothing yet.

    Prepared statements are off behind a transaction pooler (Neon's `-pooler` hosts), where they
    would belong to another connection the next time.

    Raises:
        ValueError: the URL is not a postgresql:// one.
    """
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            address = "postgresql+psycopg://" + url.removeprefix(scheme)
            break
    else:
        raise ValueError("DATABASE_URL must start with postgresql://")
    connect_args: dict[str, object] = {"connect_timeout": CONNECT_TIMEOUT_S}
    if "-pooler." in url:
        connect_args["prepare_threshold"] = None
    else:
        connect_args["options"] = f"-c statement_timeout={STATEMENT_TIMEOUT_MS}"
    return create_async_engine(
        address,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        pool_recycle=1800,
        connect_args=connect_args,
    )


class Database:
    """Runs pieces of work, each in a transaction of its own."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def transaction(self, work: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
        """Do all of the work or none of it.

        A connection that turns out to be dead (Postgres was restarted) is tried once more on a new
        one, so the work must be safe to repeat: its commit may have happened unseen.

        Raises:
            Temporary: Postgres cannot be reached, is too busy, or gave up on a lock or statement.
        """
        try:
            return await self._once(work)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return await self._once(work)

    async def ping(self) -> None:
        """Ask Postgres for an answer.

        Raises:
            Temporary: there is none.
        """
        await self.transaction(lambda connection: connection.execute(PING))

    async def _once(self, work: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
        async with _as_temporary(), self._engine.begin() as connection:
            return await work(connection)


@asynccontextmanager
async def _as_temporary() -> AsyncIterator[None]:
    try:
        yield
    except PoolTimeoutError:
        raise Temporary("no free database connection") from None
    except (OperationalError, InterfaceError) as error:
        if error.connection_invalidated:
            raise
        # The driver's text quotes values: it must not reach the engine's store.
        raise Temporary(f"database: {type(error.orig).__name__}") from None
