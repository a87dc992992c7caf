"""Every event there is, by name."""

from contracts.business_events import (
    CheckoutCompleted,
    DemoGreet,
    PaymentFailed,
    TicketEmbedded,
    TicketInvestigationRequested,
    TicketResolved,
    TrialEnded,
    TrialStarted,
)
from contracts.customer_events import (
    CustomerRefundFailed,
    EmailReceived,
    HealthCheckRequested,
    RefundEscalated,
    RefundInvestigationStarted,
    ThreadSummaryRequested,
)
from contracts.event import Event
from contracts.refund_events import ApprovalDecided, ApprovalRequested
from contracts.vendor_events import (
    EmailBounced,
    EmailComplained,
    StripeDisputeCreated,
    StripeRefundFailed,
)

EVENTS: dict[str, type[Event]] = {
    event.name: event
    for event in (
        DemoGreet,
        EmailReceived,
        HealthCheckRequested,
        CustomerRefundFailed,
        RefundInvestigationStarted,
        RefundEscalated,
        ThreadSummaryRequested,
        ApprovalRequested,
        ApprovalDecided,
        StripeRefundFailed,
        StripeDisputeCreated,
        EmailBounced,
        EmailComplained,
        TicketInvestigationRequested,
        TrialStarted,
        TrialEnded,
        TicketResolved,
        TicketEmbedded,
        CheckoutCompleted,
        PaymentFailed,
    )
}
