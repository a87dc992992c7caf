"""The state of the audit log's chain on a screen."""

from pathlib import Path

from rich.console import Console

from nerve.chain import Walk
from nerve.screen import line


def show_chain(console: Console, walk: Walk, anchor: Path | None, problem: str | None) -> None:
    """Whether it holds, and its head."""
    rows = "1 row" if walk.rows == 1 else f"{walk.rows:,} rows"
    wrong = walk.wrong or problem
    if wrong is None:
        line(console, ("the chain holds", "green"), f": {rows}")
    else:
        line(console, ("the chain is broken", "bold red"), f": {wrong}")
        line(
            console,
            f"up to there it holds: {rows}" if walk.wrong else f"in itself it holds: {rows}",
        )
    line(console, ("head ", "dim"), f"{walk.seq} {walk.head}")
    if anchor is not None and wrong is None:
        line(console, ("anchor ", "dim"), f"{anchor} agrees and has this head")
