"""Events that a vendor's signed or authenticated webhook gave rise to."""

from typing import ClassVar

from contracts.event import InboxEvent


class StripeRefundFailed(InboxEvent):
    """A refund failed at Stripe, which says so in up to three webhooks with three ids.

    The platform's own name: Stripe sends `refund.failed`, `refund.updated` and
    `charge.refund.updated`. One failure is one event: the id is the refund's and its status.
    Source: docs.stripe.com/changelog/acacia/2024-10-28/refund-webhook-update.
    """

    name: ClassVar[str] = "stripe/charge.refund.failed"
    refund_id: str
    status: str

    @property
    def event_id(self) -> str:
        return self._id(self.refund_id, self.status)


class StripeDisputeCreated(InboxEvent):
    """A cardholder disputed a charge."""

    name: ClassVar[str] = "stripe/charge.dispute.created"
    dispute_id: str
    charge_id: str

    @property
    def event_id(self) -> str:
        return self._id(self.dispute_id)


class EmailBounced(InboxEvent):
    """A reply of ours could not be delivered."""

    name: ClassVar[str] = "postmark/email.bounced"


class EmailComplained(InboxEvent):
    """A recipient called a reply of ours spam."""

    name: ClassVar[str] = "postmark/email.complained"
