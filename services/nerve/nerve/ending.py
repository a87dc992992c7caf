"""When there is nothing more to watch, and why."""

from dataclasses import dataclass

from nerve.engine import Run
from nerve.queries.progress import Progress
from nerve.screen import command


@dataclass(frozen=True)
class Ending:
    """Why to stop. `good` is False where somebody has to look into it."""

    why: str
    good: bool = True


def ending(progress: Progress, runs: list[Run], *, patient: bool = False) -> Ending | None:
    """None while something is still to come; with `patient` a pause for a person is no end."""
    row = progress.inbox
    if row is None:
        return Ending("there is no such inbox row: nerve inbox lists them", good=False)
    if row["event_name"] is None:
        return Ending("kept: this kind of message wakes nothing")
    if not row["awaited"] and not progress.pickups and row["sent_at"] is not None:
        return Ending(f"kept: no function listens to {row['event_name']}")
    return _of_the_work(progress, patient) or _of_the_runs(progress, runs)


def _of_the_work(progress: Progress, patient: bool) -> Ending | None:
    actions = {row["action"] for row in progress.audit}
    if "reply_sent" in actions:
        return Ending("the reply is out")
    if "reply_suppressed" in actions:
        return Ending("no reply: this mail must stay unanswered")
    waiting = [row for row in progress.approvals if row["status"] == "pending"]
    if waiting and not patient:
        judge = command(f"approval {str(waiting[0]['id'])[:8]}")
        return Ending(
            f"paused: the run waits for a person, or for the time to be up; to judge it: {judge}"
        )
    if progress.greeting is not None and progress.greeting["farewell"] is not None:
        return Ending("greeted and gone")
    return None


def _of_the_runs(progress: Progress, runs: list[Run]) -> Ending | None:
    for run in runs:
        if run.status in ("FAILED", "CANCELLED"):
            return Ending(f"run {run.id} {run.status.lower()}: see the dashboard", good=False)
    if runs and len(runs) == len(progress.pickups) and all(r.status == "COMPLETED" for r in runs):
        return Ending("the run is over")
    return None
