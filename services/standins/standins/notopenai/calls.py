"""What the pretend model was asked, without a word of what was said."""

from typing import Any

from standins.clock import timestamp
from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS openai_calls (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, model TEXT NOT NULL,
    step TEXT NOT NULL, input_hash TEXT NOT NULL);
"""
KEPT = 10_000


class CallLog:
    """The newest calls; `total` counts the forgotten ones too."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, model: str, step: str, input_hash: str) -> None:
        """`step` is the tool that was called, or `final`, or `embeddings`."""
        [row] = self._store.run(
            "INSERT INTO openai_calls (at, model, step, input_hash) VALUES (?, ?, ?, ?)"
            " RETURNING seq",
            timestamp(),
            model[:200],
            step,
            input_hash,
        )
        self._store.run("DELETE FROM openai_calls WHERE seq <= ?", row["seq"] - KEPT)

    def listing(self, limit: int = KEPT) -> dict[str, Any]:
        """Newest first."""
        rows = self._store.run("SELECT * FROM openai_calls ORDER BY seq DESC LIMIT ?", limit)
        return {"total": rows[0]["seq"] if rows else 0, "calls": [dict(row) for row in rows]}
