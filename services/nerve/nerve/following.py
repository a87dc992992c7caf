"""Telling what happens to a message while it happens."""

import time
from uuid import UUID

from rich.console import Console

from nerve.ending import ending
from nerve.engine import Engine, EngineSilent, Run
from nerve.queries.database import connected
from nerve.queries.progress import Progress, progress
from nerve.screen import command, line, plain
from nerve.settings import Engine as EngineSettings
from nerve.settings import load
from nerve.timeline import moments
from nerve.views.moments import Teller

LOOK_EVERY_SECONDS = 0.3
LAST_LOOKS = 6


def follow_and_show(
    console: Console, inbox_id: UUID, timeout: float = 120.0, *, patient: bool = False
) -> int:
    """Print each moment once until the end or the timeout (seconds); the exit code.

    With `patient` a pause for a person is not the end.
    """
    teller = Teller(console)
    settings = load(EngineSettings)
    engine = Engine(settings.inngest_base_url, settings.inngest_signing_key.get_secret_value())
    deadline = time.monotonic() + timeout
    with connected() as connection:
        while True:
            now = progress(connection, inbox_id)
            runs = _runs(engine, now, teller)
            teller.tell(moments(now, runs), now.inbox)
            end = ending(now, runs, patient=patient)
            if end is not None and (not end.good or _settled(now, runs, teller)):
                line(console, ("• ", "bold"), (plain(end.why), "green" if end.good else "red"))
                return 0 if end.good else 1
            if time.monotonic() >= deadline:
                line(console, _still_running(inbox_id, timeout))
                return 1
            time.sleep(LOOK_EVERY_SECONDS)


def _runs(engine: Engine, now: Progress, teller: Teller) -> list[Run]:
    found = []
    for pickup in now.pickups:
        try:
            run = engine.run(pickup["run_id"])
        except EngineSilent as silence:
            teller.note(f"no steps from the engine ({silence}); going on with what Postgres tells")
            return []
        if run is not None:
            found.append(run)
    return found


def _settled(now: Progress, runs: list[Run], teller: Teller) -> bool:
    """The engine writes its trace a little after our tables are written: look a few times more."""
    teller.looks_after_end += 1
    over = bool(runs) and all(run.ended_at is not None for run in runs)
    return not now.pickups or over or teller.looks_after_end > LAST_LOOKS


def _still_running(inbox_id: UUID, timeout: float) -> str:
    return (
        f"still under way after {timeout:.0f} s; nothing is lost, to go on watching:"
        f" {command(f'watch {inbox_id}')}"
    )
