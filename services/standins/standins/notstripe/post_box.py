"""Events that wait to be sent, and what became of those that were."""

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS stripe_events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, answer INTEGER);
CREATE TABLE IF NOT EXISTS stripe_habits (habits TEXT NOT NULL);
"""
WAITING = "waiting"


class Habits(BaseModel):
    """How events are sent: `copies` of each, in this order, or not yet while `held`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    copies: int = Field(default=1, ge=1, le=10)
    order: Literal["as_they_came", "reversed", "shuffled"] = "as_they_came"
    held: bool = False


class PostBox:
    """Events are kept for good; `waiting` are those that still have to be sent."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, event: dict[str, Any], *, to_send: bool) -> None:
        self._store.run(
            "INSERT INTO stripe_events (id, body, state) VALUES (?, ?, ?)",
            event["id"],
            json.dumps(event),
            WAITING if to_send else "not sent",
        )

    def waiting(self) -> list[str]:
        """Their ids, oldest first."""
        return [
            row["id"]
            for row in self._store.run(
                "SELECT id FROM stripe_events WHERE state = ? ORDER BY seq", WAITING
            )
        ]

    def body(self, event_id: str) -> bytes:
        [row] = self._store.run("SELECT body FROM stripe_events WHERE id = ?", event_id)
        return str(row["body"]).encode()

    def attempted(self, event_id: str, answer: int | None, state: str) -> None:
        """`answer` is the status that came back, if any did."""
        self._store.run(
            "UPDATE stripe_events SET attempts = attempts + 1, answer = ?, state = ? WHERE id = ?",
            answer,
            state,
            event_id,
        )

    def listing(self, limit: int = 1000) -> list[dict[str, Any]]:
        """Newest first."""
        rows = self._store.run("SELECT * FROM stripe_events ORDER BY seq DESC LIMIT ?", limit)
        return [
            {
                "id": row["id"],
                "type": (body := json.loads(row["body"]))["type"],
                "about": body["data"]["object"]["id"],
                "state": row["state"],
                "attempts": row["attempts"],
                "answer": row["answer"],
            }
            for row in rows
        ]

    def habits(self) -> Habits:
        row = self._store.one("SELECT habits FROM stripe_habits")
        return Habits.model_validate_json(row["habits"]) if row else Habits()

    def set_habits(self, habits: Habits) -> None:
        with self._store.together():
            self._store.run("DELETE FROM stripe_habits")
            self._store.run("INSERT INTO stripe_habits VALUES (?)", habits.model_dump_json())
