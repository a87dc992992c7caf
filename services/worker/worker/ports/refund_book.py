"""Our own books on refunds, and the last gate before one is paid.

Every method is one transaction and safe to repeat. All may raise Temporary.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from worker.ports.payments import RefundOrder, RefundReceipt


@dataclass(frozen=True)
class Claimed:
    """This try may send the refund. `sent_before` says that an earlier try may have got through."""

    order: RefundOrder
    sent_before: bool
    age: timedelta
    """Since it was first sent: the provider forgets idempotency keys after a day."""
    tries: int
    """This one included."""


class RefundBook(Protocol):
    """From an approval to money that moved, or a reason why not."""

    async def claim(self, approval_id: UUID, run_id: str, lease: timedelta) -> Claimed | None:
        """Check everything again, freeze the refund, and take it into one's own hands.

        Checked in this transaction: approved by enough active reviewers before it expired, the
        order, charge, amount and reason are those that were approved, no open dispute, the order
        gives back no more than it took, the daily limits hold. What fails closes the approval as
        blocked and audits `refund_blocked` with the reason.

        Returns None when there is nothing to send: blocked, not approved, or already settled.

        Raises:
            Temporary: another try still holds it.
            Permanent: there is no such approval.
        """

    async def made(self, refund_id: UUID, receipt: RefundReceipt, run_id: str) -> None:
        """Note what the provider has; audits `refund_issued` or, if it failed, `refund_failed`."""

    async def refused(self, refund_id: UUID, reason: str, run_id: str) -> None:
        """Note that the provider will never make it; audits `refund_failed`."""

    async def made_as(
        self, inbox_id: UUID, provider_id: str, function_id: str, run_id: str
    ) -> RefundOrder | None:
        """The refund that the provider knows by this id, if it is ours; notes who picked it up."""

    async def failed_later(self, refund_id: UUID, failure: str | None, run_id: str) -> UUID | None:
        """Note that a refund we had told of did not arrive; audits `refund_failed`.

        Returns the draft that tells the customer, the same at every call; None when the refund is
        not one that had been made.
        """

    async def needs_human(self, refund_id: UUID, run_id: str) -> None:
        """Note that no machine can tell whether it was made; audits `escalated`."""
