"""Cases in Postgres: a ticket, and one timeline out of all the tables that know of it."""

from uuid import UUID

from console.postgres.database import Database
from console.records.cases import Case, Moment

_CASE = """
SELECT t.id, t.sender, t.subject, t.status, t.opened_at, t.customer_id,
    c.name AS customer_name, c.tier,
    (SELECT count(*)::int FROM messages m WHERE m.ticket_id = t.id) AS messages,
    coalesce((SELECT max(coalesce(m.sent_at, m.created_at)) FROM messages m
        WHERE m.ticket_id = t.id), t.opened_at) AS active_at
FROM tickets t LEFT JOIN customers c ON c.id = t.customer_id
"""
_FIND = f"{_CASE} WHERE t.id = %(id)s"
# The 400 opened last are looked at: a ticket that is older and was answered again is found by id.
_LIST = f"""
SELECT * FROM ({_CASE} WHERE %(status)s::text IS NULL OR t.status = %(status)s
    ORDER BY t.opened_at DESC LIMIT 400) newest
ORDER BY active_at DESC LIMIT 100
"""
# = ANY(ARRAY(...)) and not IN or OR: both would read the whole inbox and the whole audit log.
_MOMENTS = """
WITH mail AS (SELECT * FROM messages WHERE ticket_id = %(id)s),
asked AS (SELECT * FROM approvals WHERE ticket_id = %(id)s),
kept AS (SELECT i.* FROM inbox i WHERE i.id = ANY(ARRAY(SELECT inbox_id FROM mail))
    UNION ALL SELECT i.* FROM inbox i WHERE i.source = 'decisions'
    AND i.provider_id = ANY(ARRAY(SELECT id::text FROM asked))),
runs AS (SELECT p.* FROM inbox_pickups p WHERE p.inbox_id = ANY(ARRAY(SELECT id FROM kept))),
paid AS (SELECT * FROM refunds WHERE approval_id IN (SELECT id FROM asked)),
subjects AS (
    SELECT 'ticket:' || %(id)s::text AS subject UNION ALL SELECT 'inbox:' || id FROM kept
    UNION ALL SELECT 'message:' || id FROM mail UNION ALL SELECT 'approval:' || id FROM asked
    UNION ALL SELECT 'refund:' || id FROM paid
    UNION ALL SELECT 'refund:' || stripe_refund_id FROM paid),
noted AS (SELECT a.* FROM audit_log a WHERE a.subject = ANY(ARRAY(SELECT subject FROM subjects))
    UNION SELECT a.* FROM audit_log a WHERE a.run_id = ANY(ARRAY(SELECT run_id FROM runs)))
SELECT at, lane, what, detail, link, bad, text FROM (
    SELECT received_at AS at, 1 AS rank, 'front door' AS lane, 'Webhook kept in the inbox' AS what,
        source AS detail, NULL AS link, false AS bad, NULL AS text
    FROM kept WHERE source <> 'decisions'
    UNION ALL SELECT sent_at, 3, 'front door', 'Event sent to the engine', event_name, NULL, false,
        NULL FROM kept WHERE sent_at IS NOT NULL
    UNION ALL SELECT now(), 9, 'front door', 'Not yet sent to the engine', last_error, NULL, true,
        NULL FROM kept WHERE sent_at IS NULL AND last_error IS NOT NULL
    UNION ALL SELECT picked_up_at, 4, 'worker', 'Run started: ' || function_id, 'run ' || run_id,
        'run:' || run_id, false, NULL FROM runs
    UNION ALL SELECT created_at, 5, 'customer', 'E-mail: ' || subject, suppressed, NULL, false,
        body FROM mail WHERE direction = 'inbound'
    UNION ALL SELECT created_at, 6, 'agent', 'Reply written: ' || subject, NULL, NULL, false, body
        FROM mail WHERE direction = 'outbound'
    UNION ALL SELECT sent_at, 7, 'worker', 'Reply sent', NULL, NULL, false, NULL
        FROM mail WHERE direction = 'outbound' AND sent_at IS NOT NULL
    UNION ALL SELECT requested_at, 5, 'agent', 'Asks for a refund on ' || order_id, 'until '
        || to_char(expires_at AT TIME ZONE 'UTC', 'HH24:MI') || ' UTC', 'approval:' || id, false,
        reason FROM asked
    UNION ALL SELECT d.decided_at, 2, 'reviewer', r.name || CASE d.verdict WHEN 'approve'
        THEN ' approved' ELSE ' rejected' END, 'by way of ' || d.via, 'approval:' || d.approval_id,
        false, nullif(d.note, '')
        FROM decisions d JOIN reviewers r ON r.id = d.reviewer_id JOIN asked ON asked.id =
        d.approval_id
    UNION ALL SELECT settled_at, 6, 'worker', 'Approval ' || status, blocked_reason,
        'approval:' || id, true, NULL FROM asked
        WHERE settled_at IS NOT NULL AND status IN ('expired', 'blocked')
    UNION ALL SELECT created_at, 5, 'worker', 'Refund on ' || order_id || ' sent to Stripe', NULL,
        'approval:' || approval_id, false, NULL FROM paid
    UNION ALL SELECT updated_at, 6, 'worker', 'Refund is ' || replace(status, '_', ' '),
        coalesce(failure, stripe_refund_id), 'approval:' || approval_id,
        status IN ('failed', 'refused', 'needs_human'), NULL FROM paid WHERE status <> 'sending'
    UNION ALL SELECT at, 8, 'audit', action, '#' || seq || ' by ' || actor, 'audit:' || seq,
        action IN ('refund_failed', 'run_failed', 'refund_blocked'), NULL FROM noted
) all_of_it ORDER BY at, rank LIMIT 500
"""


class PostgresCases:
    """Reads them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def listed(self, status: str | None, /) -> list[Case]:
        return await self._database.all(Case, _LIST, status=status)

    async def find(self, id: UUID, /) -> Case | None:
        return await self._database.one(Case, _FIND, id=id)

    async def moments(self, id: UUID, /) -> list[Moment]:
        return await self._database.all(Moment, _MOMENTS, id=id)
