"""An inbox in memory, a sender that remembers, and settings that are nobody's secrets."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from ingress.filing import (
    Filed,
    Filing,
    InboxUnavailable,
    OutgoingEvent,
    Unstorable,
)
from ingress.outbox import DueEvent
from ingress.relay import SendFailed


class FakeInbox:
    """Keeps what it is given, unless it is told to be out of order."""

    def __init__(self) -> None:
        self.rows: dict[UUID, Filing] = {}
        self.failure: InboxUnavailable | Unstorable | RuntimeError | None = None

    async def file(self, filing: Filing) -> Filed:
        if self.failure:
            raise self.failure
        kept = self.rows.setdefault(filing.inbox_id, filing)
        if kept is filing:
            return Filed.NEW
        if filing.id_is_senders_word and kept.body != filing.body:
            return Filed.CONFLICT
        return Filed.DUPLICATE

    async def answers(self) -> bool:
        return self.failure is None

    @property
    def only(self) -> Filing:
        (filing,) = self.rows.values()
        return filing


class FakeOutbox:
    """Rows that are due until they are marked; what was said of each is kept."""

    def __init__(self, due: Sequence[DueEvent] = ()) -> None:
        self.due = list(due)
        self.sent: list[UUID] = []
        self.refused: dict[UUID, str] = {}
        self.claims: list[int] = []
        self.failures_left = 0
        self.something_sent = asyncio.Event()

    async def claim(self, limit: int) -> list[DueEvent]:
        if self.failures_left:
            self.failures_left -= 1
            raise RuntimeError("the outbox is out of order")
        self.claims.append(limit)
        claimed, self.due = self.due[:limit], self.due[limit:]
        self._leased = {row.inbox_id: row for row in claimed}
        return claimed

    async def mark_sent(self, rows: list[UUID]) -> None:
        self.sent += rows
        self.something_sent.set()

    async def mark_refused(self, rows: list[UUID], reason: str) -> None:
        self.refused |= dict.fromkeys(rows, reason)

    async def release(self, rows: list[UUID], reason: str) -> None:
        self.due = [self._leased[row] for row in rows] + self.due


class FakeSender:
    """Takes every event but those it calls poison; while it is down, none."""

    def __init__(self, poison: Sequence[str] = ()) -> None:
        self.requests: list[list[OutgoingEvent]] = []
        self.poison = set(poison)
        self.down = False

    async def send(self, events: Sequence[OutgoingEvent]) -> None:
        if self.down:
            raise SendFailed("nobody there", answered=False)
        if self.poison & {event.id for event in events}:
            raise SendFailed("the engine refused: bad event", answered=True)
        self.requests.append(list(events))

    @property
    def ids(self) -> list[str]:
        return [event.id for request in self.requests for event in request]


class FakeCounting:
    """Remembers what was counted."""

    def __init__(self) -> None:
        self.outcomes: list[str] = []
        self.relays: list[tuple[str, int]] = []

    def acknowledged(self, route: str, outcome: str, seconds: float) -> None:
        self.outcomes.append(f"{route}:{outcome}")

    def relayed(self, outcome: str, count: int) -> None:
        self.relays.append((outcome, count))
