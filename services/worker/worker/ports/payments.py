"""The way money goes back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from worker.domain.money import Money


class RefundState(StrEnum):
    """How the payment provider says that a refund stands."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class RefundOrder:
    """A refund to be made: frozen before it was first sent, the same at every try."""

    refund_id: UUID
    charge_id: str
    amount: Money
    params: dict[str, str]
    """The metadata that is sent along, word for word: our id is `refund_id` in it."""

    @property
    def idempotency_key(self) -> str:
        """The provider's guard against a second refund: from our own row, never from a run."""
        return f"refund:{self.refund_id}"


@dataclass(frozen=True)
class RefundReceipt:
    """What the provider has on its books."""

    provider_id: str
    state: RefundState
    failure: str | None = None


class RefundRefusedByProvider(Exception):
    """The provider will not make this refund, ever; the message is its code, no customer's data."""


class Payments(Protocol):
    """Refunds at the payment provider."""

    async def refund(self, order: RefundOrder) -> RefundReceipt:
        """Make the refund, once however often it is called within the provider's key lifetime.

        Raises:
            Temporary: busy, unreachable, or the answer was lost: it may have been made.
            RefundRefusedByProvider: already refunded, disputed, or otherwise impossible.
            Permanent: our credentials or our request are wrong; nothing was made.
        """

    async def find(self, order: RefundOrder) -> RefundReceipt | None:
        """The refund that carries our id, if the provider has one for this charge.

        Raises:
            Temporary: the provider cannot be asked now.
            Permanent: our credentials are wrong.
        """
