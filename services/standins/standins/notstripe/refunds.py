"""The refunds that were made, and what became of them. Source: docs.stripe.com/api/refunds."""

import json
import sqlite3
from typing import Any

from standins.notstripe.refund_request import RefundRequest
from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS stripe_refunds (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    charge TEXT NOT NULL REFERENCES charges, amount INTEGER NOT NULL, created INTEGER NOT NULL,
    reason TEXT, metadata TEXT NOT NULL, status TEXT NOT NULL, failure_reason TEXT);
"""
NEXT = {
    "pending": ("succeeded", "failed", "canceled"),
    "succeeded": ("failed",),
    "failed": (),
    "canceled": (),
}
"""What may become of a refund: a bank can send back even one that succeeded."""


class Refunds:
    """Newest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        refund_id: str,
        charge_id: str,
        amount: int,
        request: RefundRequest,
        status: str,
        now: int,
    ) -> dict[str, Any]:
        [row] = self._store.run(
            "INSERT INTO stripe_refunds (id, charge, amount, created, reason, metadata, status)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
            refund_id,
            charge_id,
            amount,
            now,
            request.reason,
            json.dumps(request.metadata),
            status,
        )
        return _refund(row)

    def get(self, refund_id: str) -> dict[str, Any] | None:
        row = self._store.one("SELECT * FROM stripe_refunds WHERE id = ?", refund_id)
        return _refund(row) if row else None

    def listing(self, charge_id: str | None = None) -> list[dict[str, Any]]:
        """Of one charge, or all."""
        rows = self._store.run(
            "SELECT * FROM stripe_refunds WHERE ? IS NULL OR charge = ? ORDER BY seq DESC",
            charge_id,
            charge_id,
        )
        return [_refund(row) for row in rows]

    def become(self, refund_id: str, status: str, failure_reason: str | None) -> dict[str, Any]:
        """The refund in its new state; see NEXT for what is possible."""
        [row] = self._store.run(
            "UPDATE stripe_refunds SET status = ?, failure_reason = ? WHERE id = ? RETURNING *",
            status,
            failure_reason,
            refund_id,
        )
        return _refund(row)


def _refund(row: sqlite3.Row) -> dict[str, Any]:
    refund = {
        "id": row["id"],
        "object": "refund",
        "amount": row["amount"],
        "charge": row["charge"],
        "created": row["created"],
        "currency": "usd",
        "metadata": json.loads(row["metadata"]),
        "payment_intent": row["charge"].replace("ch_", "pi_", 1),
        "reason": row["reason"],
        "status": row["status"],
    }
    if row["status"] == "pending":
        refund["pending_reason"] = "processing"
    if row["failure_reason"]:
        refund["failure_reason"] = row["failure_reason"]
    return refund
