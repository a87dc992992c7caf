"""The platform's vital signs, read from Postgres."""

from console.postgres.database import Database
from console.records.failures import RecordsUnavailable
from console.records.reviewers import Reviewer
from console.records.vitals import Pulse, Stuck

_PULSE = """
WITH owed AS (SELECT *, extract(epoch FROM now() - received_at)::float8 AS age FROM inbox
        WHERE next_send_at IS NOT NULL),
lately AS (SELECT p.picked_up_at, extract(epoch FROM p.picked_up_at - i.received_at)::float8 AS lag
    FROM inbox_pickups p JOIN inbox i ON i.id = p.inbox_id
    WHERE i.received_at > now() - interval '15 minutes')
SELECT (count(*) FILTER (WHERE sent_at IS NULL))::int AS unsent,
    coalesce(max(age) FILTER (WHERE sent_at IS NULL), 0) AS unsent_age,
    (count(*) FILTER (WHERE sent_at IS NOT NULL))::int AS unclaimed,
    coalesce(max(age) FILTER (WHERE sent_at IS NOT NULL), 0) AS unclaimed_age,
    (SELECT count(DISTINCT event_name)::int FROM (SELECT event_name FROM inbox
        WHERE received_at > now() - interval '7 days' AND event_name IS NOT NULL) recent
        WHERE event_name NOT IN (SELECT event_name FROM listeners)) AS unmatched,
    (count(*) FILTER (WHERE last_error IS NOT NULL AND sent_at IS NULL))::int AS failing,
    (SELECT max(received_at) FROM inbox) AS last_received_at,
    (SELECT max(picked_up_at) FROM lately) AS last_picked_up_at,
    (SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY lag) FROM lately) AS pickup_lag,
    (SELECT count(*)::int FROM listeners) AS listeners,
    (SELECT count(*)::int FROM approvals WHERE status = 'pending' AND expires_at > now())
        AS waiting,
    (SELECT count(*)::int FROM refunds WHERE status IN ('sending', 'pending'))
        AS refunds_under_way,
    (SELECT count(*)::int FROM refunds WHERE status = 'needs_human') AS refunds_for_people,
    (SELECT count(*)::int FROM messages WHERE direction = 'outbound' AND state = 'held')
        AS replies_held
FROM owed
"""
# Three minutes are many times what an answer takes.
_STUCK = """
SELECT t.id AS ticket_id, t.subject, t.status, m.created_at AS since,
    (SELECT p.run_id FROM inbox_pickups p WHERE p.inbox_id = m.inbox_id
        ORDER BY p.picked_up_at LIMIT 1) AS run_id
FROM messages m JOIN tickets t ON t.id = m.ticket_id
WHERE m.direction = 'inbound' AND m.suppressed IS NULL
    AND m.created_at < now() - interval '3 minutes'
    AND t.status IN ('open', 'waiting_for_approval')
    AND NOT EXISTS (SELECT FROM messages r WHERE r.answers = m.id AND r.sent_at IS NOT NULL)
    AND NOT EXISTS (SELECT FROM approvals a JOIN agent_runs g ON g.id = a.agent_run_id
        WHERE g.message_id = m.id AND a.status = 'pending' AND a.expires_at > now())
ORDER BY m.created_at LIMIT 20
"""


class PostgresVitals:
    """Looks, and touches nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def answers(self) -> bool:
        try:
            await self._database.all(Reviewer, "SELECT '' AS id, '' AS name, '' AS email")
        except RecordsUnavailable:
            return False
        return True

    async def pulse(self) -> Pulse:
        pulse = await self._database.one(Pulse, _PULSE)
        assert pulse is not None
        return pulse

    async def stuck(self) -> list[Stuck]:
        return await self._database.all(Stuck, _STUCK)
