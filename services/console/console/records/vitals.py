"""How the platform is doing, as far as its own tables tell."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Pulse:
    """Counts, and ages in seconds (0 where there is nothing)."""

    unsent: int
    unsent_age: float
    unclaimed: int
    unclaimed_age: float
    unmatched: int
    failing: int
    last_received_at: datetime | None
    last_picked_up_at: datetime | None
    pickup_lag: float | None
    listeners: int
    waiting: int
    refunds_under_way: int
    refunds_for_people: int
    replies_held: int


@dataclass(frozen=True)
class Stuck:
    """A case in which nothing has happened though something should have."""

    ticket_id: UUID
    subject: str
    status: str
    since: datetime
    run_id: str | None


class Vitals(Protocol):
    """Raises `RecordsUnavailable`."""

    async def answers(self) -> bool:
        """Whether Postgres does; raises nothing."""
        ...

    async def pulse(self) -> Pulse: ...

    async def stuck(self) -> list[Stuck]:
        """At most 20, oldest first."""
        ...
