"""The audit log on a screen."""

import json

from rich.console import Console

from nerve.queries.database import Row
from nerve.screen import clock, columns, line, plain


def show_audit(console: Console, rows: list[Row]) -> None:
    """One line a row."""
    if not rows:
        line(console, "no audit rows")
        return
    table = columns("seq", "time (UTC)", "action", "actor", "subject", "run", "detail")
    for row in rows:
        table.add_row(
            str(row["seq"]),
            clock(row["at"]),
            row["action"],
            plain(row["actor"]),
            plain(row["subject"]),
            plain(row["run_id"] or "-"),
            plain(_detail(row)),
        )
    console.print(table)


def _detail(row: Row) -> str:
    detail = dict(row["detail"])
    if row["customer_id"]:
        detail = {"customer": row["customer_id"], **detail}
    return " ".join(
        f"{key}={value if isinstance(value, str) else json.dumps(value)}"
        for key, value in detail.items()
    )
