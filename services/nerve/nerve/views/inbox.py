"""The inbox on a screen."""

import json

from rich.console import Console

from nerve.queries.database import Row
from nerve.screen import clock, columns, line, plain

STATES = ("unsent", "sent", "picked up", "unmatched", "kept")


def show_inbox(console: Console, counts: dict[str, int], rows: list[Row]) -> None:
    """Counts on top, then one line a row."""
    told = ", ".join(f"{counts.get(state, 0)} {state}" for state in STATES)
    line(console, ("last 7 days: ", "dim"), told)
    if not rows:
        line(console, "no such rows")
        return
    headings = ("id", "age", "source", "kind", "state", "sends", "next try", "reason")
    columns(console, headings, [_cells(row) for row in rows])


def show_row(console: Console, row: Row, *, body: bool) -> None:
    """One row's facts, a line each."""
    facts = {
        "id": row["id"],
        "source": row["source"],
        "provider id": row["provider_id"],
        "kind": row["kind"],
        "received": f"{clock(row['received_at'])} UTC ({duration(row['age'])} ago)",
        "state": row["state"] + (f" ({reason(row)})" if reason(row) else ""),
        "event": row["event_name"] or "none",
        "event id": row["event_id"] or "none",
        "sends": row["sends"],
        "next try": next_try(row),
        "last error": row["last_error"] or "none",
        "notes": json.dumps(row["notes"]),
    }
    for pickup in row["pickups"]:
        facts[pickup["function_id"]] = f"run {pickup['run_id']}"
    for name, value in facts.items():
        line(console, (f"{name:<15} ", "dim"), plain(value))
    if body:
        typed = json.dumps(row["body"], indent=2, ensure_ascii=False)
        for text in typed.splitlines():
            line(console, plain(text))


def reason(row: Row) -> str:
    """Why it stands where it does, where that is not plain."""
    match row["state"]:
        case "sent":
            return "not picked up yet"
        case "unmatched":
            return f"no function listens to {row['event_name']}"
        case _:
            return ""


def next_try(row: Row) -> str:
    """When the relay sends it next, where it is owed."""
    if row["next_in"] is None or row["state"] not in ("unsent", "sent"):
        return "-"
    return "now" if row["next_in"] <= 0 else f"in {duration(row['next_in'])}"


def duration(seconds: float) -> str:
    """In the largest unit that fits."""
    for unit, length in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds >= length:
            return f"{seconds / length:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"


def _cells(row: Row) -> list[str]:
    return [
        str(row["id"]),
        duration(row["age"]),
        row["source"],
        row["kind"],
        row["state"],
        str(row["sends"]),
        next_try(row),
        row["last_error"] or reason(row),
    ]
