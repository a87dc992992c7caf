"""Refunds on a screen."""

from rich.console import Console

from nerve.money import money
from nerve.queries.database import Row
from nerve.screen import columns, line

HEADINGS = ("id", "approval", "order", "amount", "status", "at stripe")


def show_refunds(console: Console, rows: list[Row]) -> None:
    """One line each."""
    if not rows:
        line(console, "no refunds yet")
        return
    columns(console, HEADINGS, [_cells(row) for row in rows])


def _cells(row: Row) -> list[str]:
    return [
        str(row["id"]),
        str(row["approval_id"]),
        row["order_id"],
        money(row["amount_cents"], row["currency"]),
        row["status"] + (f" ({row['failure']})" if row["failure"] else ""),
        row["stripe_refund_id"] or "-",
    ]
