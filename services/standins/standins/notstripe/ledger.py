"""The charges behind the seeded orders, and the refunds made on them."""

import sqlite3
from typing import Any

from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS charges (
    id TEXT PRIMARY KEY, amount INTEGER NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL,
    description TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refunds (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    charge TEXT NOT NULL REFERENCES charges, amount INTEGER NOT NULL, created INTEGER NOT NULL,
    reason TEXT, metadata TEXT NOT NULL);
INSERT OR IGNORE INTO charges VALUES
    ('ch_1001',   4900, 'succeeded', 1795132800, 'Pro plan, monthly'),
    ('ch_1002',   4900, 'succeeded', 1795132920, 'Pro plan, monthly'),
    ('ch_1003',   1900, 'succeeded', 1794614400, 'Starter plan, monthly'),
    ('ch_1004', 480000, 'succeeded', 1791936000, 'Enterprise plan, yearly'),
    ('ch_1005',  90000, 'succeeded', 1794960000, 'Extra seats, 10'),
    ('ch_1006',   1900, 'failed',    1795305600, 'Starter plan, monthly'),
    ('ch_1007',   4900, 'succeeded', 1794355200, 'Pro plan, monthly'),
    ('ch_1008',  25000, 'succeeded', 1793664000, 'Onboarding workshop');
"""


class Ledger:
    """All amounts are cents of USD."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def charge(self, charge_id: str) -> dict[str, Any] | None:
        row = self._store.one(f"{CHARGES} WHERE charges.id = ? GROUP BY charges.id", charge_id)
        return _charge(row) if row else None

    def charges(self) -> list[dict[str, Any]]:
        """Newest first."""
        rows = self._store.run(
            f"{CHARGES} GROUP BY charges.id ORDER BY charges.created DESC, charges.id"
        )
        return [_charge(row) for row in rows]


CHARGES = """
SELECT charges.*, coalesce(sum(refunds.amount), 0) AS refunded
FROM charges LEFT JOIN refunds ON refunds.charge = charges.id
"""


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
        "disputed": False,
        "livemode": False,
        "metadata": {},
        "paid": paid,
        "payment_intent": row["id"].replace("ch_", "pi_"),
        "refunded": paid and row["refunded"] >= row["amount"],
        "status": row["status"],
    }
