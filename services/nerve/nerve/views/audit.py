"""The audit log on a screen."""

import json

from rich.console import Console

from nerve.queries.database import Row
from nerve.screen import clock, columns, line


def show_audit(console: Console, rows: list[Row]) -> None:
    """One line a row."""
    if not rows:
        line(console, "no audit rows")
        return
    headings = ("seq", "time (UTC)", "action", "actor", "subject", "run", "detail")
    columns(console, headings, [_cells(row) for row in rows])


def _cells(row: Row) -> list[str]:
    return [
        str(row["seq"]),
        clock(row["at"]),
        row["action"],
        row["actor"],
        row["subject"],
        row["run_id"] or "-",
        _detail(row),
    ]


def _detail(row: Row) -> str:
    detail = dict(row["detail"])
    if row["customer_id"]:
        detail = {"customer": row["customer_id"], **detail}
    return " ".join(
        f"{key}={value if isinstance(value, str) else json.dumps(value)}"
        for key, value in detail.items()
    )
