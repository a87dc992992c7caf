"""Showing a refund, asking whether that is meant, and deciding about exactly what was shown."""

import sys

import typer
from rich.console import Console

from nerve.choosing import chosen
from nerve.failures import Unusable
from nerve.queries import approvals
from nerve.queries.database import Connection, Row
from nerve.queries.decisions import decide
from nerve.screen import command, line, plain
from nerve.verdicts import counts, sentence
from nerve.views.approval import action, show_approval

LONGEST_NOTE = 2000


def decide_and_show(
    console: Console,
    connection: Connection,
    written: str,
    reviewer: str,
    verdict: str,
    note: str,
    *,
    sure: bool,
) -> int:
    """The exit code: 0 only where the decision was taken down.

    Raises:
        Unusable: it is not said which approval, who decides, or that it is meant.
    """
    if not reviewer:
        listed = command("reviewers")
        raise Unusable(f"Who decides? Give --as or set NERVE_USER; {listed} lists who may.")
    if len(note) > LONGEST_NOTE:
        raise Unusable(f"--note has {len(note)} characters; {LONGEST_NOTE} is the most.")
    # A shell passes on bytes that are no text; Postgres takes text.
    note, reviewer = (word.encode(errors="replace").decode() for word in (note, reviewer))
    row = chosen(connection, written)
    show_approval(
        console, row, approvals.words(connection, row), approvals.decisions(connection, row)
    )
    line(console)
    if not sure and not _meant(row, reviewer, verdict):
        line(console, "nothing was decided")
        return 1
    # The digest of the row that was shown: if it is another one by now, nothing is decided.
    answer = decide(connection, row["id"], reviewer, verdict, note, row["digest"])
    good = counts(answer)
    said = plain(sentence(answer, row, reviewer, verdict))
    line(console, ("• ", "bold"), (said, "green" if good else "red"))
    return 0 if good else 1


def on_a_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _meant(row: Row, reviewer: str, verdict: str) -> bool:
    if not on_a_terminal():
        raise Unusable("There is nobody to ask here: look at the facts above, then give --yes.")
    return typer.confirm(f"{plain(reviewer)}: {verdict} to {plain(action(row))}?")
