"""What a reviewer is told whose click decided nothing."""

from console.display.words import clock
from console.records.approvals import Decided


def told(decided: Decided) -> str:
    """One sentence or two for an outcome of `decide_approval`."""
    match decided.outcome:
        case "already_decided" if decided.decided_by:
            at = clock(decided.decided_at)
            return (
                f"{decided.decided_by} {decided.status} this first, at {at} UTC."
                " Your click changed nothing."
            )
        case "already_decided":
            return f"This was {decided.status} meanwhile. Your click changed nothing."
        case "expired":
            return "Time ran out before your decision came in. Your click changed nothing."
        case "changed":
            return "The request is not the one that you saw. Read it again, then decide."
        case "own_request":
            return "This is about you, so somebody else has to decide."
        case "not_allowed":
            return "You are not among the active reviewers any more."
        case "needs_another_reviewer":
            return "You have decided already. It takes another reviewer as well."
        case _:
            return f"Nothing was changed ({decided.outcome})."
