"""A refund as the book orders it."""

from uuid import UUID

from worker.domain.money import Money
from worker.ports.payments import RefundOrder

REFUND_ID = UUID("44444444-4444-5444-8444-444444444444")
ORDER = RefundOrder(
    refund_id=REFUND_ID,
    charge_id="ch_1001",
    amount=Money(4900, "usd"),
    params={"refund_id": str(REFUND_ID), "approval_id": "a-1"},
)
