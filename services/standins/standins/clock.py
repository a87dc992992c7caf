"""The time, as vendors write it."""

from datetime import UTC, datetime


def timestamp() -> str:
    """Now, in UTC with milliseconds: 2026-11-22T22:30:00.000Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
