"""Tickets, and everything that happened in one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Case:
    """One ticket, as a line of the list or the head of its page."""

    id: UUID
    sender: str
    subject: str
    status: str
    opened_at: datetime
    customer_id: str | None
    customer_name: str | None
    tier: str | None
    messages: int
    active_at: datetime


@dataclass(frozen=True)
class Moment:
    """Something that happened. `lane` says where; `text` is somebody's words, not to be trusted."""

    at: datetime
    lane: str
    what: str
    detail: str | None
    link: str | None
    bad: bool
    text: str | None


class Cases(Protocol):
    """Raises `RecordsUnavailable`."""

    async def listed(self, status: str | None, /) -> list[Case]:
        """The 100 that were active last, newest first; of one status, or of all."""
        ...

    async def find(self, id: UUID, /) -> Case | None: ...

    async def moments(self, id: UUID, /) -> list[Moment]:
        """From the webhook to the last audit row, in the order in which it happened."""
        ...
