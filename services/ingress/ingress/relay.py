"""Brings what is filed to the engine, again and again, until it is known to have arrived.

The engine's 200 is not durable, so that having sent an event proves nothing: only the worker's own
note of having picked it up does.
"""

import asyncio
import random
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import structlog

from ingress.filing import OutgoingEvent
from ingress.outbox import DueEvent

BATCH = 100
_POLL_SECONDS = 0.5
_GATHERING_SECONDS = 0.02
_LONGEST_PAUSE_SECONDS = 30.0
_PARTING_SECONDS = 20.0  # well within a claim's lease
_log = structlog.get_logger("ingress.relay")


class SendFailed(Exception):
    """The events did not all reach the engine. `answered`: it is up, and said no."""

    def __init__(self, reason: str, answered: bool) -> None:
        super().__init__(reason)
        self.answered = answered


class EventSender(Protocol):
    """Hands events to the engine, all in one request, or raises SendFailed."""

    async def send(self, events: Sequence[OutgoingEvent]) -> None: ...


class Outbox(Protocol):
    """What is owed to the engine. See `PostgresOutbox`."""

    async def claim(self, limit: int) -> list[DueEvent]: ...

    async def mark_sent(self, rows: list[UUID]) -> None: ...

    async def mark_refused(self, rows: list[UUID], reason: str) -> None: ...

    async def release(self, rows: list[UUID], reason: str) -> None: ...


class Counting(Protocol):
    """Counts what the relay did; the outcomes are sent, refused, unreachable."""

    def relayed(self, outcome: str, count: int) -> None: ...


class Relay:
    """One per process; any number may share an inbox."""

    def __init__(self, outbox: Outbox, sender: EventSender, counting: Counting) -> None:
        self._outbox = outbox
        self._sender = sender
        self._counting = counting
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._unreachable = 0

    def wake(self) -> None:
        """Something was filed: do not wait for the next poll."""
        self._wake.set()

    def stop(self) -> None:
        """End after the round that is under way: what it sends is then also marked as sent."""
        self._stopping.set()
        self._wake.set()

    async def run(self) -> None:
        """Until stopped. No failure ends it: it is told, and the next round tries again."""
        while not self._stopping.is_set():
            more = False
            try:
                more = await self.round()
            except Exception as error:
                # The message may hold a row's content, so only its kind is told.
                _log.error("relay_round_failed", error=type(error).__name__)
            if not more:
                await self._pause()

    async def round(self) -> bool:
        """Claim and send; whether another round is worth starting at once.

        While the engine does not answer, a single row is the probe: the others keep their place.
        """
        self._wake.clear()
        limit = 1 if self._unreachable else BATCH
        due = await self._outbox.claim(limit)
        if not due:
            return False
        deadline = asyncio.get_running_loop().time() + _PARTING_SECONDS
        await self._send(due, deadline)
        return self._unreachable == 0 and len(due) == limit

    async def _send(self, due: list[DueEvent], deadline: float) -> None:
        """Send all; halve what the engine refuses, until what it cannot take stands alone."""
        rows = [row.inbox_id for row in due]
        try:
            await self._sender.send([row.outgoing for row in due])
        except SendFailed as failure:
            if not failure.answered:
                self._unreachable += 1
                self._report("unreachable", rows, failure)
                await self._outbox.release(rows, str(failure))
            elif len(due) == 1 or asyncio.get_running_loop().time() > deadline:
                self._unreachable = 0
                self._report("refused", rows, failure)
                await self._outbox.mark_refused(rows, str(failure))
            else:
                middle = len(due) // 2
                await self._send(due[:middle], deadline)
                await self._send(due[middle:], deadline)
        else:
            self._unreachable = 0
            self._counting.relayed("sent", len(due))
            await self._outbox.mark_sent(rows)

    def _report(self, outcome: str, rows: list[UUID], failure: SendFailed) -> None:
        self._counting.relayed(outcome, len(rows))
        _log.warning("relay_" + outcome, rows=len(rows), first=str(rows[0]), reason=str(failure))

    async def _pause(self) -> None:
        """Until something is filed, or the next poll; longer, and deaf, while nobody answers."""
        signal, pause = self._wake, _POLL_SECONDS
        if self._unreachable:
            signal = self._stopping
            pause = min(_LONGEST_PAUSE_SECONDS, 2.0 ** min(self._unreachable, 10))
        try:
            async with asyncio.timeout(pause * random.uniform(0.75, 1.25)):  # noqa: S311
                await signal.wait()
                # What is filed within the same moments goes out in the same request.
                await asyncio.sleep(_GATHERING_SECONDS)
        except TimeoutError:
            return
