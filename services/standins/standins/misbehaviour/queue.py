"""The rules that wait for their requests, in the order in which they were given."""

from typing import Any

from standins.misbehaviour.rule import Rule
from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS rules (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, vendor TEXT NOT NULL, rule TEXT NOT NULL,
    remaining INTEGER, used INTEGER NOT NULL DEFAULT 0);
"""


class RuleQueue:
    """Rules per vendor; the first that fits a request is used up by it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, vendor: str, rule: Rule) -> int:
        """Queues a rule and returns its number."""
        [row] = self._store.run(
            "INSERT INTO rules (vendor, rule, remaining) VALUES (?, ?, ?) RETURNING seq",
            vendor,
            rule.model_dump_json(),
            rule.times,
        )
        return int(row["seq"])

    def take(self, vendor: str, path: str, content: str) -> Rule | None:
        """The rule for this request, counted as used."""
        for row in self._store.run(
            "SELECT seq, rule FROM rules WHERE vendor = ? AND remaining IS NOT 0 ORDER BY seq",
            vendor,
        ):
            rule = Rule.model_validate_json(row["rule"])
            if rule.fits(path, content):
                self._store.run(
                    "UPDATE rules SET remaining = remaining - 1, used = used + 1 WHERE seq = ?",
                    row["seq"],
                )
                return rule
        return None

    def waiting(self, vendor: str) -> bool:
        """Is there any rule left for this vendor?"""
        return bool(
            self._store.run(
                "SELECT 1 FROM rules WHERE vendor = ? AND remaining IS NOT 0 LIMIT 1", vendor
            )
        )

    def listing(self) -> list[dict[str, Any]]:
        """Every rule since the last clearing, with what it has done so far."""
        return [
            {
                "id": row["seq"],
                "vendor": row["vendor"],
                **Rule.model_validate_json(row["rule"]).model_dump(exclude_none=True),
                "remaining": row["remaining"],
                "used": row["used"],
            }
            for row in self._store.run("SELECT * FROM rules ORDER BY seq")
        ]

    def clear(self, vendor: str | None = None) -> int:
        """Forgets the rules of one vendor, or all; returns how many."""
        return len(
            self._store.run(
                "DELETE FROM rules WHERE ? IS NULL OR vendor = ? RETURNING seq", vendor, vendor
            )
        )
