"""What has happened to a message, as moments in time: from Postgres and from the engine's trace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nerve.engine import Run, Step
from nerve.money import money
from nerve.queries.database import Row
from nerve.queries.progress import Progress
from nerve.screen import clock


@dataclass(frozen=True)
class Moment:
    """Something that happened. `key` is the same at every look, so that it is told once."""

    at: datetime
    key: str
    what: str
    how: str
    bad: bool = False


def moments(progress: Progress, runs: list[Run]) -> list[Moment]:
    """Everything so far, in the order in which it happened."""
    told = [*_inbox(progress), *_desk(progress), *_greeting(progress.greeting)]
    for run in runs:
        told += _run(run)
    return sorted(told, key=lambda moment: moment.at)


def _inbox(progress: Progress) -> Iterator[Moment]:
    row = progress.inbox
    if row is None:
        return
    yield Moment(row["received_at"], "received", "inbox", "kept")
    if row["sent_at"] is not None:
        yield Moment(row["sent_at"], "sent", "relay", f"sent {row['event_name']} to the engine")
    if row["last_error"] and row["sent_at"] is None:
        yield Moment(
            row["received_at"], f"error:{row['last_error']}", "relay", row["last_error"], bad=True
        )
    for pickup in progress.pickups:
        how = f"picked up, run {pickup['run_id']}"
        yield Moment(
            pickup["picked_up_at"], f"pickup:{pickup['run_id']}", pickup["function_id"], how
        )


def _desk(progress: Progress) -> Iterator[Moment]:
    for row in progress.audit:
        reason = row["detail"].get("reason")
        how = row["action"] + (f" ({reason})" if reason else "")
        yield Moment(row["at"], f"audit:{row['seq']}", "audit", how)
    for approval in progress.approvals:
        yield from _approval(approval)
    for reply in progress.replies:
        yield Moment(reply["created_at"], f"draft:{reply['id']}", "reply", "written")
        if reply["sent_at"] is not None:
            yield Moment(reply["sent_at"], f"reply:{reply['id']}", "reply", "sent")


def _approval(row: Row) -> Iterator[Moment]:
    refund = f"{money(row['amount_cents'], row['currency'])} on {row['order_id']}"
    yield Moment(
        row["requested_at"],
        f"approval:{row['id']}",
        "refund",
        f"{refund} waits for a person until {clock(row['expires_at'])} UTC",
    )
    if row["decided_at"] is not None:
        verdict = "rejected" if row["status"] == "rejected" else "approved"
        how = f"{refund} {verdict} by {row['decided_by']}"
        yield Moment(row["decided_at"], f"decided:{row['id']}", "refund", how)
    if row["settled_at"] is not None:
        how = f"{refund} {row['status']}"
        yield Moment(row["settled_at"], f"settled:{row['id']}", "refund", how)


def _greeting(row: Row | None) -> Iterator[Moment]:
    if row is None:
        return
    for word, at in (("greeting", row["greeted_at"]), ("farewell", row["farewell_at"])):
        if at is not None:
            yield Moment(at, word, word, f'"{row[word]}"')


def _run(run: Run) -> Iterator[Moment]:
    for step in run.steps:
        yield from _step(run, step)
    if run.ended_at is not None and run.status != "RUNNING":
        bad = run.status != "COMPLETED"
        yield Moment(run.ended_at, f"run:{run.id}", "run", run.status.lower(), bad)


def _step(run: Run, step: Step) -> Iterator[Moment]:
    key = f"step:{run.id}:{step.id}"
    for attempt in step.attempts:
        if attempt.status == "FAILED" and attempt.at is not None:
            last = step.status == "FAILED" and run.status == "FAILED"
            then = "" if last else "; the engine tries again by itself"
            yield Moment(
                attempt.at,
                f"{key}:{attempt.number}",
                step.name,
                f"attempt {attempt.number} failed{then}",
                bad=True,
            )
    waits = step.op in ("SLEEP", "WAIT_FOR_EVENT", "WAIT_FOR_SIGNAL")
    if waits and step.queued_at is not None:
        how = "sleeping durably" if step.op == "SLEEP" else "waiting for an event"
        yield Moment(step.queued_at, f"{key}:waits", step.name, how)
    if step.status == "COMPLETED" and step.ended_at is not None:
        how = "done" if waits else f"done (attempt {len(step.attempts)})"
        yield Moment(step.ended_at, f"{key}:done", step.name, how)
