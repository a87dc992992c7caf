"""Replies on a screen."""

from rich.console import Console

from nerve.queries.database import Row
from nerve.screen import clock, columns, line, plain


def show_outbox(console: Console, rows: list[Row], page: str, *, body: bool) -> None:
    """One line a reply, or each with its text."""
    if not rows:
        line(console, "no replies yet")
        return
    if body:
        for row in rows:
            _whole(console, row)
    else:
        headings = ("written (UTC)", "state", "to", "subject", "ticket")
        columns(console, headings, [_cells(row) for row in rows])
    line(console, ("the pretend vendor's own page: ", "dim"), page)


def _cells(row: Row) -> list[str]:
    return [
        clock(row["created_at"]),
        row["state"],
        row["recipient"],
        row["subject"],
        str(row["ticket_id"]),
    ]


def _whole(console: Console, row: Row) -> None:
    for name in ("state", "recipient", "subject"):
        line(console, (f"{name:<10} ", "dim"), plain(row[name]))
    for text in row["body"].splitlines():
        line(console, "  ", plain(text))
    line(console)
