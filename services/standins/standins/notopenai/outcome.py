"""How a case stands when the clerk answers."""

from enum import Enum


class Outcome(Enum):
    """The value lists word beginnings by which a reply's own vocabulary is matched."""

    ANSWERED = ("answer", "resolv", "repl", "help", "none", "other", "general", "info")
    REFUNDED = ("refunded", "refund_issued", "issued", "refund", "resolv")
    DECLINED = ("declin", "reject", "blocked", "refund_blocked", "refund_declined", "den")
    PENDING = ("pending", "wait", "review", "escalat", "need")
    NEEDS_DETAILS = ("need", "ask", "clarif", "more", "info", "question", "answer")
    UNKNOWN_CUSTOMER = ("unknown", "unidentified", "need", "ask", "info", "answer")
