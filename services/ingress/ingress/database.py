"""The pool of connections to Postgres, and how long ingress waits for it."""

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

Pool = AsyncConnectionPool[AsyncConnection]

MAX_CONNECTIONS = 8
"""Per process. With two processes a replica, count 16 of Postgres's `max_connections` for each."""

WAIT_SECONDS = 2.0
"""For a free connection, and again for the answer: together less than any vendor's patience."""


def connection_pool(database_url: str) -> Pool:
    """A pool, not yet open, that finds Postgres whenever it answers and finds it again later.

    Deadlines are kept by this side (`asyncio.timeout`), and no prepared statement is used: both
    so that a pooler in transaction mode, such as Neon's, may stand in between.
    """
    return AsyncConnectionPool(
        database_url,
        kwargs={
            "autocommit": True,
            "connect_timeout": 3,
            "prepare_threshold": None,
            "application_name": "ingress",
            "keepalives_idle": 10,
        },
        min_size=2,
        max_size=MAX_CONNECTIONS,
        timeout=WAIT_SECONDS,
        max_waiting=200,
        # Short, since the pause between attempts doubles: after it, a new series begins at once.
        reconnect_timeout=4.0,
        reconnect_failed=_try_again,
        open=False,
        name="ingress",
    )


async def _try_again(pool: Pool) -> None:
    """Start another series of attempts, or the pool could stay without connections for ever.

    It gives up after each series and leaves the next to a request that queues; but who gave up
    waiting still counts as queued until a connection comes, and once `max_waiting` is reached every
    request is refused before it could start one. Source: psycopg_pool 3.3.3, pool_async.py.
    """
    await pool.check()
