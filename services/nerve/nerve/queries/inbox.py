"""What was accepted at the front door, and where each row stands."""

from uuid import UUID

from nerve.queries.database import Connection, Row

# A row stays owed until every function that listened when it came has picked it up; a pickup of
# another row with the same event counts, as it does for the relay.
_STATED = """
SELECT inbox.*,
    CASE
        WHEN event_name IS NULL THEN 'kept'
        WHEN sent_at IS NULL THEN 'unsent'
        WHEN EXISTS (
            SELECT FROM listeners l WHERE l.event_name = inbox.event_name
            AND l.since <= inbox.received_at AND NOT EXISTS (
                SELECT FROM inbox_pickups p JOIN inbox i ON i.id = p.inbox_id
                WHERE i.event_id = inbox.event_id AND p.function_id = l.function_id)
        ) THEN 'sent'
        WHEN EXISTS (
            SELECT FROM inbox_pickups p JOIN inbox i ON i.id = p.inbox_id
            WHERE i.event_id = inbox.event_id
        ) THEN 'picked up'
        ELSE 'unmatched'
    END AS state
FROM inbox
"""
_FACTS = """id, source, provider_id, kind, state, received_at, event_name, event_id, sends, sent_at,
    next_send_at, last_error, extract(epoch FROM now() - received_at)::float8 AS age,
    extract(epoch FROM next_send_at - now())::float8 AS next_in"""
_STUCK = """state IN ('unsent', 'sent')
    AND (last_error IS NOT NULL OR received_at < now() - interval '30 seconds')"""

COUNTS = f"""
SELECT state, count(*)::int AS rows FROM ({_STATED}
    WHERE received_at > now() - interval '7 days' OR next_send_at IS NOT NULL) stated
GROUP BY state
"""
LIST = f"""
SELECT {_FACTS} FROM ({_STATED}) stated
WHERE (NOT %(stuck)s OR ({_STUCK})) AND (NOT %(unmatched)s OR state = 'unmatched')
ORDER BY received_at DESC LIMIT %(limit)s
"""
SHOW = f"SELECT {_FACTS}, notes, body FROM ({_STATED} WHERE id = %(id)s) stated"
PICKUPS = """
SELECT function_id, run_id, picked_up_at FROM inbox_pickups WHERE inbox_id = %(id)s
ORDER BY picked_up_at
"""
NEWEST = "SELECT id FROM inbox WHERE event_name IS NOT NULL ORDER BY received_at DESC LIMIT 1"

# An unmatched row counts as sent, and the relay would only put it to rest again: it is made unsent.
PUSH = """
UPDATE inbox SET next_send_at = now(),
    sent_at = CASE WHEN %(forget)s THEN NULL ELSE sent_at END
WHERE id = %(id)s AND event_name IS NOT NULL
"""
PUSH_STUCK = f"""
UPDATE inbox SET next_send_at = now()
WHERE id IN (SELECT id FROM ({_STATED} WHERE next_send_at IS NOT NULL) stated WHERE {_STUCK})
"""


def counts(connection: Connection) -> dict[str, int]:
    """How many rows of the last seven days, and older ones that are still owed, by state."""
    return {row["state"]: row["rows"] for row in connection.execute(COUNTS)}


def rows(
    connection: Connection, *, stuck: bool = False, unmatched: bool = False, limit: int = 20
) -> list[Row]:
    """The newest rows, newest first, without what their senders wrote."""
    parameters = {"stuck": stuck, "unmatched": unmatched, "limit": limit}
    return connection.execute(LIST, parameters).fetchall()


def row(connection: Connection, inbox_id: UUID) -> Row | None:
    """One row with its `body`, `notes` and `pickups`."""
    found = connection.execute(SHOW, {"id": inbox_id}).fetchone()
    if found is not None:
        found["pickups"] = connection.execute(PICKUPS, {"id": inbox_id}).fetchall()
    return found


def newest(connection: Connection) -> UUID | None:
    """The row that came last and has an event."""
    found = connection.execute(NEWEST).fetchone()
    return found["id"] if found else None


def push(connection: Connection, inbox_id: UUID, *, unmatched: bool) -> int:
    """Make the relay send this row now, under its own event id; how many rows that were."""
    return connection.execute(PUSH, {"id": inbox_id, "forget": unmatched}).rowcount


def push_stuck(connection: Connection) -> int:
    """The same for every stuck row."""
    return connection.execute(PUSH_STUCK).rowcount
