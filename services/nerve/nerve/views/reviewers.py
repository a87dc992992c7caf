"""Reviewers on a screen."""

from rich.console import Console

from nerve.queries.database import Row
from nerve.screen import columns, line

HEADINGS = ("id", "name", "e-mail", "slack", "console", "decisions", "may decide")


def show_reviewers(console: Console, rows: list[Row]) -> None:
    """One line each."""
    if not rows:
        line(console, "there are no reviewers: nobody can approve a refund")
        return
    columns(console, HEADINGS, [_cells(row) for row in rows])


def _cells(row: Row) -> list[str]:
    return [
        row["id"],
        row["name"],
        row["email"],
        row["slack_user_id"] or "-",
        "signs in" if row["signs_in"] else "-",
        str(row["decisions"]),
        "yes" if row["active"] else "no longer",
    ]
