"""Charges that a cardholder disputes with their bank."""

import sqlite3
from typing import Any

from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS stripe_disputes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    charge TEXT NOT NULL REFERENCES charges, amount INTEGER NOT NULL, reason TEXT NOT NULL,
    status TEXT NOT NULL, refundable INTEGER NOT NULL, created INTEGER NOT NULL);
"""


class Disputes:
    """Newest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(
        self, dispute_id: str, charge: dict[str, Any], reason: str, refundable: bool, now: int
    ) -> dict[str, Any]:
        """A dispute over all of the charge; an inquiry leaves it refundable."""
        status = "warning_needs_response" if refundable else "needs_response"
        [row] = self._store.run(
            "INSERT INTO stripe_disputes (id, charge, amount, reason, status, refundable, created)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
            dispute_id,
            charge["id"],
            charge["amount"],
            reason,
            status,
            refundable,
            now,
        )
        return _dispute(row)

    def forbid_refunds_of(self, charge_id: str) -> bool:
        """Is there a dispute during which nothing can be given back?"""
        return bool(
            self._store.run(
                "SELECT 1 FROM stripe_disputes WHERE charge = ? AND NOT refundable LIMIT 1",
                charge_id,
            )
        )

    def listing(self) -> list[dict[str, Any]]:
        return [
            _dispute(row)
            for row in self._store.run("SELECT * FROM stripe_disputes ORDER BY seq DESC")
        ]


def _dispute(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "object": "dispute",
        "amount": row["amount"],
        "charge": row["charge"],
        "created": row["created"],
        "currency": "usd",
        "is_charge_refundable": bool(row["refundable"]),
        "livemode": False,
        "metadata": {},
        "payment_intent": row["charge"].replace("ch_", "pi_", 1),
        "reason": row["reason"],
        "status": row["status"],
    }
