"""Waiting refunds on a screen."""

from rich.console import Console

from nerve.money import money
from nerve.queries.database import Row
from nerve.screen import columns, line, plain
from nerve.views.inbox import duration


def show_approvals(console: Console, rows: list[Row]) -> None:
    """One line each."""
    if not rows:
        line(console, "nothing waits for a person")
        return
    table = columns("id", "amount", "order", "customer", "expires", "reason given")
    for row in rows:
        left = row["seconds_left"]
        table.add_row(
            str(row["id"]),
            money(row["amount_cents"], row["currency"]),
            row["order_id"],
            row["customer_id"],
            f"in {duration(left)}" if left > 0 else "now",
            plain(row["reason"]),
        )
    console.print(table)
