"""The charges behind the seeded orders, with what was given back and what is disputed."""

import sqlite3
from typing import Any

from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS charges (
    id TEXT PRIMARY KEY, amount INTEGER NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL,
    description TEXT NOT NULL);
INSERT OR IGNORE INTO charges VALUES
    ('ch_1001',   4900, 'succeeded', 1795132800, 'Pro plan, monthly'),
    ('ch_1002',   4900, 'succeeded', 1795132920, 'Pro plan, monthly'),
    ('ch_1003',   1900, 'succeeded', 1794614400, 'Starter plan, monthly'),
    ('ch_1004', 480000, 'succeeded', 1791936000, 'Enterprise plan, yearly'),
    ('ch_1005',  90000, 'succeeded', 1794960000, 'Extra seats, 10'),
    ('ch_1006',   1900, 'succeeded', 1795305600, 'Starter plan, monthly'),
    ('ch_1007',   4900, 'succeeded', 1794355200, 'Pro plan, monthly'),
    ('ch_1008',  25000, 'succeeded', 1793664000, 'Onboarding workshop');
"""
CHARGES = """
SELECT charges.*,
    (SELECT coalesce(sum(amount), 0) FROM stripe_refunds
        WHERE charge = charges.id AND status NOT IN ('failed', 'canceled')) AS refunded,
    EXISTS (SELECT 1 FROM stripe_disputes WHERE charge = charges.id) AS disputed
FROM charges
"""


class Ledger:
    """All amounts are cents of USD. A refund that failed gives its amount back to the charge."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def charge(self, charge_id: str) -> dict[str, Any] | None:
        row = self._store.one(f"{CHARGES} WHERE id = ?", charge_id)
        return _charge(row) if row else None

    def charge_of(self, payment_intent: str) -> dict[str, Any] | None:
        """The one charge of a payment."""
        if not payment_intent.startswith("pi_"):
            return None
        return self.charge(payment_intent.replace("pi_", "ch_", 1))

    def charges(self) -> list[dict[str, Any]]:
        """Newest first."""
        return [_charge(row) for row in self._store.run(f"{CHARGES} ORDER BY created DESC, id")]

    def take(
        self, charge_id: str, amount: int, description: str, now: int, status: str = "succeeded"
    ) -> bool:
        """A new charge; False if there is one of this id."""
        return bool(
            self._store.run(
                "INSERT INTO charges VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
                charge_id,
                amount,
                status,
                now,
                description,
            )
        )


def _charge(row: sqlite3.Row) -> dict[str, Any]:
    paid = row["status"] == "succeeded"
    return {
        "id": row["id"],
        "object": "charge",
        "amount": row["amount"],
        "amount_captured": row["amount"] if paid else 0,
        "amount_refunded": row["refunded"],
        "captured": paid,
        "created": row["created"],
        "currency": "usd",
        "description": row["description"],
        "disputed": bool(row["disputed"]),
        "livemode": False,
        "metadata": {},
        "paid": paid,
        "payment_intent": row["id"].replace("ch_", "pi_", 1),
        "refunded": paid and row["refunded"] >= row["amount"],
        "status": row["status"],
    }
