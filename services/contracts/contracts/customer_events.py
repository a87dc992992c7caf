"""Events about customers: their mail, their health, their refunds."""

from typing import ClassVar
from uuid import UUID

from contracts.event import Event, InboxEvent


class EmailReceived(InboxEvent):
    """An e-mail arrived and lies in the inbox."""

    name: ClassVar[str] = "customer/email.received"


class HealthCheckRequested(Event):
    """It is this customer's turn to be looked after, at this tick of the clock."""

    name: ClassVar[str] = "customer/health_check.requested"
    customer_id: str
    tick: str

    @property
    def event_id(self) -> str:
        return self._id(self.customer_id, self.tick)


class CustomerRefundFailed(Event):
    """A refund that the customer was told about did not reach them."""

    name: ClassVar[str] = "customer/refund.failed"
    refund_id: str

    @property
    def event_id(self) -> str:
        return self._id(self.refund_id)


class RefundInvestigationStarted(Event):
    """A person has taken a failed refund into their hands."""

    name: ClassVar[str] = "customer/refund.investigation_started"
    accepts_json: ClassVar[bool] = True
    refund_id: str

    @property
    def event_id(self) -> str:
        return self._id(self.refund_id)


class RefundEscalated(Event):
    """Nobody took a failed refund into their hands in time."""

    name: ClassVar[str] = "customer/refund.escalated"
    refund_id: str

    @property
    def event_id(self) -> str:
        return self._id(self.refund_id)


class ThreadSummaryRequested(InboxEvent):
    """Somebody wants to know what a ticket's thread says."""

    name: ClassVar[str] = "customer/thread.summary_requested"
    accepts_json: ClassVar[bool] = True
    ticket_id: UUID
