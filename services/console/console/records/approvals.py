"""Refunds that wait for a person or did, and the one way to decide about them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Show(StrEnum):
    """Which approvals to list. `ended` is what no person ended: expired and blocked."""

    WAITING = "waiting"
    DECIDED = "decided"
    ENDED = "ended"


class Verdict(StrEnum):
    """What a reviewer can say."""

    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True)
class Waiting:
    """One line of the list. `status` counts an approval as expired from the second it is."""

    id: UUID
    customer_name: str
    tier: str
    order_id: str
    amount_cents: int
    currency: str
    reason: str
    status: str
    requested_at: datetime
    expires_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    required_decisions: int
    decisions: int


@dataclass(frozen=True)
class Facts:
    """One approval with everything that it is about, as the database has it now."""

    id: UUID
    ticket_id: UUID
    customer_id: str
    order_id: str
    charge_id: str
    amount_cents: int
    currency: str
    reason: str
    digest: str
    status: str
    requested_at: datetime
    expires_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    blocked_reason: str | None
    required_decisions: int
    customer_name: str
    customer_email: str
    tier: str
    order_description: str
    order_cents: int
    order_currency: str
    order_status: str
    ordered_at: datetime
    order_customer: str
    order_charge: str | None
    message_from: str
    message_subject: str
    message_body: str
    message_at: datetime
    rivals: int
    """Other requests for the same order that wait, or are approved and not yet paid."""


@dataclass(frozen=True)
class Decision:
    """What one reviewer said."""

    reviewer_id: str
    reviewer_name: str
    verdict: str
    note: str
    via: str
    decided_at: datetime


@dataclass(frozen=True)
class Refund:
    """Money that went back to this customer, or was sent on its way."""

    approval_id: UUID
    order_id: str
    amount_cents: int
    currency: str
    status: str
    created_at: datetime


@dataclass(frozen=True)
class Dispute:
    """The customer's bank was asked for the money of this charge."""

    id: str
    status: str
    refundable: bool


@dataclass(frozen=True)
class InFull:
    """What a person needs to judge one approval."""

    facts: Facts
    decisions: list[Decision]
    refunds: list[Refund]
    disputes: list[Dispute]


@dataclass(frozen=True)
class Decided:
    """What became of a verdict; the words are those of the SQL function `decide_approval`."""

    outcome: str
    status: str | None
    decided_by: str | None
    decided_at: datetime | None


class Approvals(Protocol):
    """Raises `RecordsUnavailable`."""

    async def counts(self) -> dict[Show, int]: ...

    async def listed(self, show: Show, /) -> list[Waiting]:
        """Waiting: oldest first. The others: newest first, at most 100."""
        ...

    async def find(self, id: UUID, /) -> InFull | None: ...

    async def decide(
        self, id: UUID, reviewer_id: str, verdict: Verdict, note: str, digest: str, /
    ) -> Decided:
        """Decides, or says why not; the first commit wins. `digest`: of what the reviewer saw."""
        ...
