"""Refunds and their decisions on a screen, a line each."""

from rich.console import Console

from nerve.money import money
from nerve.queries.database import Row
from nerve.screen import columns, line

HEADINGS = ("id", "left", "customer", "tier", "order", "amount", "decisions", "reason given")


def show_approvals(console: Console, rows: list[Row]) -> None:
    """What waits, or all of them with how each ended."""
    if rows:
        columns(console, HEADINGS, [_cells(row) for row in rows])
    else:
        line(console, "nothing waits for a person")


def standing(row: Row) -> str:
    """How much time is left, or how it ended."""
    if row["status"] == "pending":
        return time_left(row["seconds_left"])
    by = f" by {row['decided_by']}" if row["decided_by"] else ""
    return f"{row['status']}{by}"


def time_left(seconds: float) -> str:
    """`3 h 59 m`, `12 m`, `40 s` or `expired`."""
    if seconds <= 0:
        return "expired"
    hours, minutes = divmod(int(seconds) // 60, 60)
    if hours:
        return f"{hours} h {minutes} m"
    return f"{minutes} m" if minutes else f"{seconds:.0f} s"


def given(row: Row) -> str:
    """Decisions made and needed, such as `1 of 2`."""
    return f"{len(row['decided_so_far'])} of {row['required_decisions']}"


def _cells(row: Row) -> list[str]:
    return [
        str(row["id"]),
        standing(row),
        row["customer_id"],
        row["tier"],
        row["order_id"],
        money(row["amount_cents"], row["currency"]),
        given(row),
        row["reason"],
    ]
