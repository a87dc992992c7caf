"""Rows as JSON, one object a line, for jq and other tools."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from nerve.queries.database import Row


def json_lines(rows: Iterable[Row]) -> str:
    """Times in ISO 8601, ids as text."""
    return "".join(f"{json.dumps(row, default=_plain, ensure_ascii=True)}\n" for row in rows)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no JSON for a {type(value).__name__}")
