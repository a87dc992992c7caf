"""Events that our own systems send: admin tools, the shop, the product."""

from typing import ClassVar
from uuid import UUID

from contracts.event import Event, InboxEvent


class DemoGreet(InboxEvent):
    """Somebody wants to see a durable function work; whom to greet is in the inbox row."""

    name: ClassVar[str] = "demo/greet"
    accepts_json: ClassVar[bool] = True


class TicketInvestigationRequested(InboxEvent):
    """An admin wants the agent to look at a whole ticket."""

    name: ClassVar[str] = "admin/ticket.investigation_requested"
    ticket_id: str


class TrialStarted(InboxEvent):
    """A customer began a trial."""

    name: ClassVar[str] = "user/trial.started"
    accepts_json: ClassVar[bool] = True
    customer_id: str


class TrialEnded(InboxEvent):
    """A customer's trial is over."""

    name: ClassVar[str] = "user/trial.ended"
    accepts_json: ClassVar[bool] = True
    customer_id: str


class TicketResolved(InboxEvent):
    """A ticket is done and may be learned from."""

    name: ClassVar[str] = "ticket/resolved"
    accepts_json: ClassVar[bool] = True
    ticket_id: UUID


class TicketEmbedded(Event):
    """A resolved ticket can now be found by likeness."""

    name: ClassVar[str] = "ticket/embedded"
    ticket_id: UUID

    @property
    def event_id(self) -> str:
        return self._id(self.ticket_id)


class CheckoutCompleted(InboxEvent):
    """A customer finished a checkout; the order is to be charged."""

    name: ClassVar[str] = "order/checkout.completed"
    accepts_json: ClassVar[bool] = True
    order_id: str


class PaymentFailed(Event):
    """An order could not be charged."""

    name: ClassVar[str] = "order/payment.failed"
    order_id: str

    @property
    def event_id(self) -> str:
        return self._id(self.order_id)
