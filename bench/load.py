"""A small HTTP/1.1 client that posts much and takes little of the machine it measures."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Measured:
    """Seconds for each answer, what was answered, and how late the client itself was."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lateness: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(
            self.latencies + other.latencies,
            self.statuses + other.statuses,
            self.lateness + other.lateness,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True)
class Target:
    """Where to post, and what: each call of `request` gives the next request's bytes."""

    host: str
    port: int
    request: Callable[[], bytes]

    async def connect(self) -> "Connection":
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(Connection, self.host, self.port)
        return connection


class Connection(asyncio.Protocol):
    """One kept-alive connection; one request at a time, answers with a Content-Length only."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._answer: asyncio.Future[int] | None = None
        self._buffer = bytearray()

    async def post(self, request: bytes) -> int:
        """The status of the answer, once all of it is here."""
        self._answer = asyncio.get_running_loop().create_future()
        self._buffer.clear()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or self._answer is None or self._answer.done():
            return
        head = bytes(self._buffer[:end]).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(self._buffer) >= end + 4 + length:
            self._answer.set_result(int(head[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("the server closed the connection"))


async def open_loop(target: Target, rate: int, seconds: float) -> Measured:
    """Post at this rate, come what may; each answer counts from when its request was due."""
    loop = asyncio.get_running_loop()
    measured, idle = Measured(), list[Connection]()

    async def post(due: float) -> None:
        connection = idle.pop() if idle else await target.connect()
        measured.lateness.append(loop.time() - due)
        measured.statuses[await connection.post(target.request())] += 1
        measured.latencies.append(loop.time() - due)
        idle.append(connection)

    started = loop.time() + 0.1
    async with asyncio.TaskGroup() as posting:
        for number in range(int(rate * seconds)):
            due = started + number / rate
            await asyncio.sleep(max(0.0, due - loop.time()))
            posting.create_task(post(due))
    measured.seconds = max(seconds, loop.time() - started)
    for connection in idle:
        connection.close()
    return measured


async def closed_loop(target: Target, clients: int, seconds: float) -> Measured:
    """Each client posts again as soon as it has its answer: as much as the server can take."""
    loop = asyncio.get_running_loop()
    measured, started = Measured(), loop.time()

    async def keep_posting() -> None:
        connection = await target.connect()
        while (now := loop.time()) < started + seconds:
            measured.statuses[await connection.post(target.request())] += 1
            measured.latencies.append(loop.time() - now)
        connection.close()

    async with asyncio.TaskGroup() as posting:
        for _ in range(clients):
            posting.create_task(keep_posting())
    measured.seconds = loop.time() - started
    return measured
