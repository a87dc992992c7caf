"""What came of a decision, in a sentence that an operator can act on."""

from nerve.money import money
from nerve.queries.database import Row
from nerve.queries.decisions import Answer
from nerve.screen import clock, command

DONE = {"approve": "approved", "reject": "rejected"}


def counts(answer: Answer) -> bool:
    """Whether it was taken down, alone or as the first of two."""
    return answer.outcome in ("decided", "recorded")


def sentence(answer: Answer, row: Row, reviewer: str, verdict: str) -> str:
    """What happened, or why nothing did."""
    refund = f"{money(row['amount_cents'], row['currency'])} on {row['order_id']}"
    match answer.outcome:
        case "decided":
            ends = "the run goes on and pays it" if verdict == "approve" else "nothing is paid"
            return f"{DONE[verdict]}: {refund}, by {reviewer}; {ends}"
        case "recorded":
            others = ", ".join(name for name in row["may_decide"] if name != reviewer)
            return (
                f"recorded: {refund} needs {row['required_decisions']} people, {reviewer} is the"
                f" first; still to decide: {others or 'nobody there is, add a reviewer'}"
            )
    return f"nothing was decided: {_why_not(answer, row, reviewer)}"


def _why_not(answer: Answer, row: Row, reviewer: str) -> str:
    match answer.outcome:
        case "already_decided":
            return _already(answer)
        case "expired":
            return (
                f"the time was up at {clock(row['expires_at'])} UTC; it is not paid, and the"
                " customer is told"
            )
        case "changed":
            again = command(f"approval {row['id']}")
            return f"it is no longer what you were shown; look again: {again}"
        case "not_allowed":
            return (
                f"{reviewer} may not decide; --as says who you are, {command('reviewers')} who may"
            )
        case "own_request":
            return f"{reviewer} is the customer whose refund this is"
        case "needs_another_reviewer":
            others = ", ".join(row["may_decide"]) or "nobody there is, add a reviewer"
            return f"{reviewer} has decided already, it takes another person: {others}"
        case "unknown":
            return f"there is no approval {row['id']}"
    return f"the database said {answer.outcome}"


def _already(answer: Answer) -> str:
    if answer.decided_by is None or answer.status == "blocked":
        return f"it is {answer.status} already; {command('audit')} tells why"
    at = f" at {clock(answer.decided_at)} UTC" if answer.decided_at else ""
    return f"{answer.decided_by} {answer.status} it{at}"
