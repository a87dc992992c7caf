"""A refund that failed after it was made: note it once, tell the customer once.

Stripe tells one failure in up to three webhooks, in any order; they are one event. The event only
wakes: what counts is what the provider says when it is asked.
"""

from typing import Any
from uuid import UUID

import inngest

from contracts.vendor_events import StripeRefundFailed
from worker.flows.facts import ReplyFacts
from worker.flows.failures import step, understood
from worker.flows.retries import RETRIES
from worker.flows.sending import send_reply
from worker.ports import Ports
from worker.ports.payments import RefundState

FN_ID = "refund-failed"


def build(client: inngest.Inngest, ports: Ports) -> inngest.Function[Any]:
    """The run itself."""

    @client.create_function(
        fn_id=FN_ID,
        name="Tell of a failed refund",
        trigger=inngest.TriggerEvent(event=StripeRefundFailed.name),
        retries=RETRIES,
    )
    async def refund_failed(ctx: inngest.Context) -> ReplyFacts | None:
        event = understood(StripeRefundFailed, ctx.event)
        reply_id = await ctx.step.run(
            "note-failure", note_failure, ports, event.inbox_id, event.refund_id, ctx.run_id
        )
        if reply_id is None:
            return None
        return await ctx.step.run("send-reply", send_reply, ports, reply_id, ctx.run_id)

    return refund_failed


@step
async def note_failure(ports: Ports, inbox_id: UUID, provider_id: str, run_id: str) -> str | None:
    """Note the failure if the refund is ours and the provider confirms it; the draft to send."""
    order = await ports.refund_book.made_as(inbox_id, provider_id, FN_ID, run_id)
    if order is None:
        return None
    receipt = await ports.payments.find(order)
    if receipt is None or receipt.state is not RefundState.FAILED:
        return None
    reply_id = await ports.refund_book.failed_later(order.refund_id, receipt.failure, run_id)
    return str(reply_id) if reply_id else None
