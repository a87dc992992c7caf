"""Waiting refunds on a screen."""

from rich.console import Console

from nerve.money import money
from nerve.queries.database import Row
from nerve.screen import columns, line
from nerve.views.inbox import duration


def show_approvals(console: Console, rows: list[Row]) -> None:
    """One line each."""
    if not rows:
        line(console, "nothing waits for a person")
        return
    headings = ("id", "amount", "order", "customer", "expires", "reason given")
    columns(console, headings, [_cells(row) for row in rows])


def _cells(row: Row) -> list[str]:
    left = row["seconds_left"]
    return [
        str(row["id"]),
        money(row["amount_cents"], row["currency"]),
        row["order_id"],
        row["customer_id"],
        f"in {duration(left)}" if left > 0 else "now",
        row["reason"],
    ]
