"""The one channel, and what was posted to it."""

import json
from typing import Any

from standins.clock import timestamp
from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS slack_messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, text TEXT NOT NULL,
    blocks TEXT NOT NULL);
"""


class Channel:
    """Messages stay, newest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def post(self, text: str, blocks: list[Any]) -> None:
        self._store.run(
            "INSERT INTO slack_messages (at, text, blocks) VALUES (?, ?, ?)",
            timestamp(),
            text,
            json.dumps(blocks),
        )

    def messages(self, limit: int = 10_000) -> list[dict[str, Any]]:
        rows = self._store.run("SELECT * FROM slack_messages ORDER BY seq DESC LIMIT ?", limit)
        return [{**dict(row), "blocks": json.loads(row["blocks"])} for row in rows]


def words_of(block: object) -> list[str]:
    """Every text inside a block, for showing it plainly."""
    if isinstance(block, list):
        return [word for inner in block for word in words_of(inner)]
    if not isinstance(block, dict):
        return []
    text = block.get("text")
    own = [text] if isinstance(text, str) else []
    return own + [word for inner in block.values() for word in words_of(inner)]
