"""The closed vocabulary of the audit log, shared by all who write or read it."""

from enum import StrEnum


class AuditAction(StrEnum):
    """What can have happened. A new word needs a migration: the table has a CHECK of these."""

    EMAIL_RECEIVED = "email_received"
    REPLY_SENT = "reply_sent"
    REPLY_SUPPRESSED = "reply_suppressed"
    REFUND_REQUESTED = "refund_requested"
    REFUND_APPROVED = "refund_approved"
    REFUND_REJECTED = "refund_rejected"
    REFUND_ISSUED = "refund_issued"
    REFUND_BLOCKED = "refund_blocked"
    REFUND_FAILED = "refund_failed"
    HEALTH_CHECKED = "health_checked"
    TICKET_INVESTIGATED = "ticket_investigated"
    ADDRESS_SUPPRESSED = "address_suppressed"
    DISPUTE_OPENED = "dispute_opened"
    ESCALATED = "escalated"
    RUN_FAILED = "run_failed"
    RUN_REPLAYED = "run_replayed"
    RUN_CANCELLED = "run_cancelled"
