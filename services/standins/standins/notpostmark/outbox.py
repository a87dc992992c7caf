"""The mails that were taken, in the order in which they came."""

import json
import sqlite3
from typing import Any
from uuid import uuid4

from standins.clock import timestamp
from standins.notpostmark.mail import Mail
from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE,
    submitted_at TEXT NOT NULL, fields TEXT NOT NULL, recipients TEXT NOT NULL,
    headers TEXT NOT NULL, metadata TEXT NOT NULL);
"""


class Outbox:
    """Every mail stays; the same mail sent twice is there twice."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, mail: Mail) -> dict[str, Any]:
        """Keeps a mail and returns it as listed."""
        [row] = self._store.run(
            "INSERT INTO outbox (message_id, submitted_at, fields, recipients, headers, metadata)"
            " VALUES (?, ?, ?, ?, ?, ?) RETURNING *",
            str(uuid4()),
            timestamp(),
            *map(json.dumps, (mail.fields, mail.recipients, mail.headers, mail.metadata)),
        )
        return _listed(row)

    def find(self, message_id: str) -> dict[str, Any] | None:
        row = self._store.one("SELECT * FROM outbox WHERE message_id = ?", message_id.lower())
        return _listed(row) if row else None

    def search(
        self, metadata: dict[str, str], recipient: str | None, offset: int, count: int
    ) -> tuple[int, list[dict[str, Any]]]:
        """How many match, and one page of them, newest first."""
        conditions, values = ["1"], []
        for key, value in metadata.items():
            conditions.append(
                "EXISTS (SELECT 1 FROM json_each(metadata) WHERE key = ? AND value = ?)"
            )
            values += [key, value]
        if recipient is not None:
            conditions.append("EXISTS (SELECT 1 FROM json_each(recipients) WHERE lower(value) = ?)")
            values.append(recipient.lower())
        where = " AND ".join(conditions)
        [total] = self._store.run(f"SELECT count(*) AS n FROM outbox WHERE {where}", *values)
        rows = self._store.run(
            f"SELECT * FROM outbox WHERE {where} ORDER BY seq DESC LIMIT ? OFFSET ?",
            *values,
            count,
            offset,
        )
        return int(total["n"]), [_listed(row) for row in rows]


def _listed(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "seq": row["seq"],
        "MessageID": row["message_id"],
        "SubmittedAt": row["submitted_at"],
        **json.loads(row["fields"]),
        "Recipients": json.loads(row["recipients"]),
        "Headers": json.loads(row["headers"]),
        "Metadata": json.loads(row["metadata"]),
    }
