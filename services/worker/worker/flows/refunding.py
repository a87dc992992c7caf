"""The step in which money moves: everything is checked again, then sent under one key for ever."""

from datetime import timedelta
from uuid import UUID

from worker.flows.failures import step
from worker.ports import Ports
from worker.ports.failures import Permanent, Temporary
from worker.ports.payments import RefundReceipt, RefundRefusedByProvider
from worker.ports.refund_book import Claimed

PAY_LEASE = timedelta(seconds=45)
"""Longer than asking the provider twice can take."""
KEY_LIFETIME = timedelta(hours=23)
"""The provider forgets an idempotency key after 24 h at the earliest; then it would pay again.

Source: docs.stripe.com/idempotency.
"""
MOST_TRIES = 6


@step
async def issue_refund(ports: Ports, approval_id: str, run_id: str) -> None:
    """Pay what was approved, once. What may not be paid is closed, and the agent is told so."""
    book = ports.refund_book
    claimed = await book.claim(UUID(approval_id), run_id, PAY_LEASE)
    if claimed is None:
        return
    refund_id = claimed.order.refund_id
    try:
        receipt = await _receipt(ports, claimed)
    except RefundRefusedByProvider as refused:
        await book.refused(refund_id, str(refused), run_id)
        return
    except Temporary:
        if claimed.tries < MOST_TRIES:
            raise
        receipt = None
    if receipt is None:
        await book.needs_human(refund_id, run_id)
        raise Permanent(f"a person must find out what became of refund {refund_id}")
    await book.made(refund_id, receipt, run_id)


async def _receipt(ports: Ports, claimed: Claimed) -> RefundReceipt | None:
    """What the provider has; None when asking it again could pay twice."""
    if claimed.sent_before:
        found = await ports.payments.find(claimed.order)
        if found is not None or claimed.age > KEY_LIFETIME:
            return found
    return await ports.payments.refund(claimed.order)
