"""What the engine may know about a case: ids and small facts, never what anybody wrote."""

from typing import TypedDict

from worker.ports.case_files import Turn


class CaseFacts(TypedDict):
    """A case that was opened, or why it stays unanswered."""

    message_id: str
    ticket_id: str
    suppressed: str | None


class ApprovalFacts(TypedDict):
    """An approval that is waited for."""

    approval_id: str
    seconds_left: int


class TurnFacts(TypedDict):
    """Where the agent stands: a reply to send, or approvals to wait for."""

    round: int
    reply_id: str | None
    waiting: list[ApprovalFacts]


class ReplyFacts(TypedDict):
    """A reply that is out; no provider_id when another run had sent it."""

    reply_id: str
    provider_id: str | None


def turn_facts(turn: Turn) -> TurnFacts:
    """A turn, ready for the engine's store."""
    return {
        "round": turn.round,
        "reply_id": str(turn.reply_id) if turn.reply_id else None,
        "waiting": [
            {"approval_id": str(w.approval_id), "seconds_left": w.seconds_left}
            for w in turn.waiting
        ],
    }
