"""A refund that the agent asks for, and what became of it."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from worker.domain.case import Reply
from worker.domain.customer import Customer, Order
from worker.domain.money import Money

REFUNDABLE_STATUSES = frozenset({"paid", "failed"})


class RefundRefused(Exception):
    """The request breaks a rule that no approval can lift; the message says which."""


@dataclass(frozen=True)
class RefundRequest:
    """What the model asked for, word for word: not to be trusted."""

    call_id: str
    order_id: str
    amount_cents: int
    reason: str


@dataclass(frozen=True)
class RefundProposal:
    """A request that our own records bear out: what a person is asked to approve."""

    call_id: str
    customer_id: str
    order_id: str
    charge_id: str
    amount: Money
    reason: str

    @property
    def digest(self) -> str:
        """What an approval is bound to: change one of these facts and it is void."""
        facts = [
            self.customer_id,
            self.order_id,
            self.charge_id,
            self.amount.cents,
            self.amount.currency,
            self.reason,
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class RefundPolicy:
    """What needs whose leave, and how much may go out at all. Amounts in the smallest unit."""

    threshold_cents: int = 0
    """Below it the policy decides; 0 asks a person about every refund."""
    four_eyes_cents: int = 100_000
    """From it on, two reviewers must agree."""
    daily_customer_cents: int = 1_000_000
    daily_total_cents: int = 10_000_000
    """What one customer, and all of them, can be given back within 24 hours."""

    def required_decisions(self, amount: Money) -> int:
        """How many reviewers must approve this amount: 0, 1 or 2."""
        if amount.cents >= self.four_eyes_cents:
            return 2
        return 0 if amount.cents < self.threshold_cents else 1


def failed_refund_notice(amount: Money, order_id: str) -> Reply:
    """What a customer is told when a refund that they were told about did not arrive."""
    return Reply(
        f"Your refund for {order_id} did not go through",
        "Hello,\n\n"
        f"we are sorry: the refund of {amount} for {order_id} that we told you about could not be "
        "delivered by your bank or card provider. The money has come back to us, so you have not "
        "been refunded yet. Just answer this e-mail and we will find another way.\n\n"
        "The support team",
    )


class Outcome(StrEnum):
    """How a requested refund ended, as the agent is told."""

    ISSUED = "issued"
    REJECTED = "rejected"
    EXPIRED = "expired"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Settlement:
    """What became of the refund that one tool call asked for."""

    call_id: str
    outcome: Outcome


def propose(
    request: RefundRequest, customer: Customer | None, orders: list[Order]
) -> RefundProposal:
    """Check a model's request against our own records.

    Raises:
        RefundRefused: no known customer, not their order, an order without a charge, or an amount
            outside 1 to what the order took.
    """
    if customer is None:
        raise RefundRefused("the sender is not a known customer")
    order = next((order for order in orders if order.id == request.order_id), None)
    if order is None or order.customer_id != customer.id:
        raise RefundRefused("the customer has no such order")
    if order.status not in REFUNDABLE_STATUSES or order.charge_id is None:
        raise RefundRefused("nothing was charged for this order")
    if not 0 < request.amount_cents <= order.amount.cents:
        raise RefundRefused(f"the amount must be between 1 and {order.amount.cents} cents")
    return RefundProposal(
        call_id=request.call_id,
        customer_id=customer.id,
        order_id=order.id,
        charge_id=order.charge_id,
        amount=Money(request.amount_cents, order.amount.currency),
        reason=request.reason.strip()[:500] or "no reason given",
    )
