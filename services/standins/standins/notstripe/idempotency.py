"""Answers kept by idempotency key. Source: docs.stripe.com/api/idempotent_requests."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from standins.notstripe.clock import Clock
from standins.notstripe.errors import refused
from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS stripe_keys (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    created INTEGER NOT NULL);
"""
LIFETIME_S = 24 * 60 * 60
LONGEST_KEY = 255


@dataclass(frozen=True)
class Answer:
    """What a request came to; errors, too, once it was carried out."""

    status: int
    body: dict[str, Any]


class KeyStore:
    """Remembers answers for 24 hours by the movable clock. No key: nothing is remembered."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._in_flight: set[str] = set()

    def replay(self, key: str | None, fields: dict[str, str]) -> Answer | None:
        """The stored answer, or None when this request is to be carried out.

        Raises:
            Refusal: 400 when the key came with other fields, 409 while it is in flight.
        """
        if key is None:
            return None
        if not key or len(key) > LONGEST_KEY:
            raise refused(400, "Idempotency-Key must be 1 to 255 characters long.")
        if key in self._in_flight:
            message = "There is currently another in-progress request using this idempotency key."
            raise refused(409, message, kind="idempotency_error", code="idempotency_key_in_use")
        self._forget_the_old()
        row = self._store.one("SELECT * FROM stripe_keys WHERE key = ?", key)
        if row is None:
            return None
        if row["fingerprint"] != _fingerprint(fields):
            message = (
                "Keys for idempotent requests can only be used with the same parameters they were "
                "first used with. Try using a key other than the one that you used before."
            )
            raise refused(400, message, kind="idempotency_error")
        return Answer(row["status"], json.loads(row["body"]))

    @contextmanager
    def holding(self, key: str | None) -> Iterator[None]:
        """While this lasts, the key is in flight."""
        if key is not None:
            self._in_flight.add(key)
        try:
            yield
        finally:
            self._in_flight.discard(key or "")

    def keep(self, key: str | None, fields: dict[str, str], answer: Answer) -> None:
        """To be called in the transaction that has the effect."""
        if key is not None:
            self._store.run(
                "INSERT INTO stripe_keys VALUES (?, ?, ?, ?, ?)",
                key,
                _fingerprint(fields),
                answer.status,
                json.dumps(answer.body),
                self._clock.now(),
            )

    def count(self) -> int:
        self._forget_the_old()
        [row] = self._store.run("SELECT count(*) AS keys FROM stripe_keys")
        return int(row["keys"])

    def in_flight(self) -> int:
        return len(self._in_flight)

    def _forget_the_old(self) -> None:
        oldest = self._clock.now() - LIFETIME_S
        self._store.run("DELETE FROM stripe_keys WHERE created < ?", oldest)


def _fingerprint(fields: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
