"""The audit log, and whether its newest part still links up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Filters:
    """What to show; None means any. `before` is a `seq`: the page of rows older than it."""

    action: str | None = None
    actor: str | None = None
    subject: str | None = None
    customer: str | None = None
    run: str | None = None
    before: int | None = None


@dataclass(frozen=True)
class Entry:
    """One audit row."""

    seq: int
    at: datetime
    action: str
    actor: str
    run_id: str | None
    customer_id: str | None
    subject: str
    detail: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class Chain:
    """State of the newest rows: `checked` of them, of `rows` in all. `first_bad` is a `seq`."""

    rows: int
    head: int
    head_hash: str
    checked: int
    first_bad: int | None

    @property
    def gaps(self) -> int:
        """How many rows are missing, by number."""
        return self.head - self.rows


class AuditLog(Protocol):
    """Raises `RecordsUnavailable`."""

    async def rows(self, filters: Filters, most: int, /) -> list[Entry]:
        """Newest first."""
        ...

    async def chain(self) -> Chain: ...
