"""Everything that Postgres knows about one message and what came of it."""

from dataclasses import dataclass, field
from uuid import UUID

from nerve.queries.database import Connection, Row

INBOX = """
SELECT id, received_at, event_name, event_id, sends, sent_at, next_send_at, last_error,
    EXISTS (SELECT FROM listeners l WHERE l.event_name = inbox.event_name
        AND l.since <= inbox.received_at) AS awaited
FROM inbox WHERE id = %(id)s
"""
PICKUPS = """
SELECT p.function_id, p.run_id, p.picked_up_at FROM inbox_pickups p JOIN inbox i
    ON i.id = p.inbox_id
WHERE i.event_id = (SELECT event_id FROM inbox WHERE id = %(id)s) ORDER BY p.picked_up_at
"""
AUDIT = """
SELECT seq, at, action, detail FROM audit_log WHERE run_id = ANY(%(runs)s) ORDER BY seq
"""
REPLIES = """
SELECT r.id, r.state, r.created_at, r.first_sent_at, r.sent_at
FROM messages m JOIN messages r ON r.answers = m.id
WHERE m.inbox_id = %(id)s AND r.direction = 'outbound' ORDER BY r.created_at
"""
APPROVALS = """
SELECT a.id, a.status, a.order_id, a.amount_cents, a.currency, a.requested_at, a.expires_at,
    a.settled_at, a.decided_at, a.decided_by
FROM approvals a JOIN agent_runs r ON r.id = a.agent_run_id JOIN messages m ON m.id = r.message_id
WHERE m.inbox_id = %(id)s ORDER BY a.requested_at, a.id
"""
GREETING = "SELECT * FROM greetings WHERE inbox_id = %(id)s"


@dataclass(frozen=True)
class Progress:
    """One look. `inbox` is None where there is no such row."""

    inbox: Row | None
    pickups: list[Row] = field(default_factory=list)
    audit: list[Row] = field(default_factory=list)
    replies: list[Row] = field(default_factory=list)
    approvals: list[Row] = field(default_factory=list)
    greeting: Row | None = None


def progress(connection: Connection, inbox_id: UUID) -> Progress:
    """Look at everything as it was at one moment."""
    row = {"id": inbox_id}
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        pickups = connection.execute(PICKUPS, row).fetchall()
        runs = {"runs": [pickup["run_id"] for pickup in pickups]}
        return Progress(
            inbox=connection.execute(INBOX, row).fetchone(),
            pickups=pickups,
            audit=connection.execute(AUDIT, runs).fetchall(),
            replies=connection.execute(REPLIES, row).fetchall(),
            approvals=connection.execute(APPROVALS, row).fetchall(),
            greeting=connection.execute(GREETING, row).fetchone(),
        )
