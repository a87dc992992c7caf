"""Which inbox rows the engine is still owed, as Postgres knows it.

A row with an event is due at `next_send_at`. Whoever claims it pushes that into the future, which
is the lease: should the claimer die, the row is due again. Once sent, a row comes up again to see
whether every function that listens for its event has picked it up; only then is it settled.
"""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from psycopg.rows import class_row

from ingress.database import Pool
from ingress.filing import OutgoingEvent

LEASE_SECONDS = 60
FIRST_CHECK_SECONDS = 5
LONGEST_PAUSE_SECONDS = 300
_PATIENCE_SECONDS = 20.0  # well within the lease


@dataclass(frozen=True)
class DueEvent:
    """A claimed row's event."""

    inbox_id: UUID
    event_name: str
    event_id: str
    event_data: dict[str, str]

    @property
    def outgoing(self) -> OutgoingEvent:
        return OutgoingEvent(self.event_name, self.event_id, self.event_data)


class PostgresOutbox:
    """Shared by all relays of all replicas: SKIP LOCKED keeps them out of each other's way."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def claim(self, limit: int) -> list[DueEvent]:
        """Up to `limit` rows that are due and not settled; they are ours for the lease.

        Settles first, in the same transaction: then `now()` is one moment, and no row can come
        due after it was too early to be settled and before it is claimed.
        """
        claim = {"lease": LEASE_SECONDS, "limit": limit}
        async with asyncio.timeout(_PATIENCE_SECONDS), self._pool.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(DueEvent))
            async with connection.transaction():
                await connection.execute("SET LOCAL jit = off")
                # Only what was looked at may be claimed, so look until enough of it stays due.
                settled = _SETTLE_AT_ONCE
                while settled > _SETTLE_AT_ONCE - limit:
                    settled = (await connection.execute(_SETTLE)).rowcount
                await cursor.execute(_CLAIM, claim)
                return await cursor.fetchall()

    async def mark_sent(self, rows: list[UUID]) -> None:
        """The engine took them: look again after 5 s, then twice as long, at most 5 min."""
        await self._update(_SENT, rows, None)

    async def mark_refused(self, rows: list[UUID], reason: str) -> None:
        """The engine answered no: keep the reason for an operator, ask again more seldom."""
        await self._update(_REFUSED, rows, reason)

    async def release(self, rows: list[UUID], reason: str) -> None:
        """The engine did not answer: due again at once, for whoever reaches it first."""
        await self._update(_RELEASED, rows, reason)

    async def unsettled(self) -> tuple[int, float]:
        """How many rows are owed to the engine, and the age of the oldest in seconds."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_UNSETTLED)).fetchone()
        return (int(row[0]), float(row[1])) if row else (0, 0.0)

    async def _update(self, statement: str, rows: list[UUID], reason: str | None) -> None:
        if not rows:
            return
        parameters = {
            "rows": rows,
            "reason": reason,
            "first": FIRST_CHECK_SECONDS,
            "longest": LONGEST_PAUSE_SECONDS,
        }
        async with asyncio.timeout(_PATIENCE_SECONDS), self._pool.connection() as connection:
            await connection.execute(statement, parameters)


# Two rows may stand for one event: Stripe tells one failed refund in up to three webhooks. The
# engine starts one run for them, so a pickup of either counts for both.
# LIMIT, ANY(ARRAY()) and `jit = off` are for the planner: while tables are new or grow quickly it
# misjudges them, and would read the whole inbox, by freshly compiled code, in every round.
_SETTLE_AT_ONCE = 500
_SETTLE = f"""
WITH due AS MATERIALIZED (
    SELECT id, event_name, event_id, received_at FROM inbox
    WHERE next_send_at <= now() AND sent_at IS NOT NULL
    ORDER BY next_send_at LIMIT {_SETTLE_AT_ONCE} FOR UPDATE SKIP LOCKED
)
UPDATE inbox SET next_send_at = NULL, last_error = NULL WHERE id = ANY(ARRAY(
    SELECT id FROM due WHERE NOT EXISTS (
        SELECT FROM listeners
        WHERE listeners.event_name = due.event_name AND listeners.since <= due.received_at
        AND NOT EXISTS (
            SELECT FROM inbox_pickups pickup WHERE pickup.function_id = listeners.function_id
            AND pickup.inbox_id = ANY(ARRAY(SELECT id FROM inbox WHERE event_id = due.event_id))
        )
    )
))
"""
_CLAIM = """
UPDATE inbox SET sends = sends + 1, next_send_at = now() + make_interval(secs => %(lease)s)
FROM (
    SELECT id FROM inbox WHERE next_send_at <= now()
    ORDER BY next_send_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) due
WHERE inbox.id = due.id
RETURNING inbox.id AS inbox_id, event_name, event_id, event_data
"""
# The pause is the time since the first sending plus 5 s: 5, 10, 20, 40 and so on, 300 s at most.
_SENT = """
UPDATE inbox SET sent_at = coalesce(sent_at, now()), last_error = NULL,
    next_send_at = now() + least(
        make_interval(secs => %(longest)s),
        now() - coalesce(sent_at, now()) + make_interval(secs => %(first)s))
WHERE id = ANY(%(rows)s) AND next_send_at IS NOT NULL
"""
_REFUSED = """
UPDATE inbox SET last_error = %(reason)s,
    next_send_at = now() + least(
        make_interval(secs => %(longest)s),
        now() - received_at + make_interval(secs => %(first)s))
WHERE id = ANY(%(rows)s) AND next_send_at IS NOT NULL
"""
_RELEASED = """
UPDATE inbox SET last_error = %(reason)s, next_send_at = now()
WHERE id = ANY(%(rows)s) AND next_send_at IS NOT NULL
"""
_UNSETTLED = """
SELECT count(*), coalesce(extract(epoch FROM now() - min(received_at)), 0)
FROM inbox WHERE next_send_at IS NOT NULL
"""
