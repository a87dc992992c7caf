"""The pool finds Postgres again, however long it was away and whoever asked meanwhile."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import PoolTimeout, TooManyRequests

from ingress.database import Pool, connection_pool

pytestmark = pytest.mark.integration


class Door:
    """A way to Postgres that is shut until it is opened."""

    def __init__(self, app_url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        behind = conninfo_to_dict(app_url)
        self._behind = (str(behind["host"]), int(behind["port"] or 5432))
        self._server: asyncio.Server | None = None
        self.url = make_conninfo(app_url, host="127.0.0.1", port=self._port)

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", self._port)

    def shut(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _pass_on(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        there, forth = await asyncio.open_connection(*self._behind)
        await asyncio.gather(_pump(here, forth), _pump(there, back))


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(65_536):
        sink.write(data)
    sink.close()


@pytest.fixture
async def door(app_url: str) -> AsyncIterator[Door]:
    made = Door(app_url)
    yield made
    made.shut()


@pytest.fixture
async def pool(door: Door) -> AsyncIterator[Pool]:
    made = connection_pool(door.url)
    made.reconnect_timeout = 0.2
    await made.open()
    yield made
    await made.close()


async def asks(pool: Pool) -> None:
    async with pool.connection(timeout=0.1) as connection:
        await connection.execute("SELECT 1")


async def test_postgres_is_found_again_after_more_gave_up_than_may_wait(
    pool: Pool, door: Door
) -> None:
    refused = await asyncio.gather(
        *(asks(pool) for _ in range(pool.max_waiting)), return_exceptions=True
    )
    assert {type(error) for error in refused} == {PoolTimeout}
    with pytest.raises(TooManyRequests):
        await asks(pool)
    await asyncio.sleep(3)  # several series of attempts have failed
    await door.open()
    async with asyncio.timeout(10):
        while True:
            try:
                return await asks(pool)
            except (PoolTimeout, TooManyRequests):
                await asyncio.sleep(0.1)
