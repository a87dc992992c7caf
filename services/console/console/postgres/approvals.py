"""Approvals in Postgres."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from console.postgres.database import Database
from console.records.approvals import (
    Decided,
    Decision,
    Dispute,
    Facts,
    InFull,
    Refund,
    Show,
    Verdict,
    Waiting,
)

_STATUS = """CASE WHEN a.status = 'pending' AND a.expires_at <= now() THEN 'expired'
    ELSE a.status END"""
_WHICH = {
    Show.WAITING: "a.status = 'pending' AND a.expires_at > now()",
    Show.DECIDED: "a.status IN ('approved', 'rejected')",
    Show.ENDED: """(a.status IN ('expired', 'blocked')
        OR (a.status = 'pending' AND a.expires_at <= now()))""",
}
_ORDER = {
    Show.WAITING: "a.requested_at, a.id",
    Show.DECIDED: "a.decided_at DESC NULLS LAST, a.id LIMIT 100",
    Show.ENDED: "coalesce(a.settled_at, a.expires_at) DESC, a.id LIMIT 100",
}
_LIST = f"""
SELECT a.id, c.name AS customer_name, c.tier, a.order_id, a.amount_cents, a.currency, a.reason,
    {_STATUS} AS status, a.requested_at, a.expires_at, a.decided_at, a.required_decisions,
    coalesce(r.name, a.decided_by) AS decided_by,
    (SELECT count(*)::int FROM decisions d WHERE d.approval_id = a.id) AS decisions
FROM approvals a JOIN customers c ON c.id = a.customer_id
    LEFT JOIN reviewers r ON r.id = a.decided_by
"""
_COUNTS = f"""
SELECT (count(*) FILTER (WHERE {_WHICH[Show.WAITING]}))::int AS waiting,
    (count(*) FILTER (WHERE {_WHICH[Show.DECIDED]}))::int AS decided,
    (count(*) FILTER (WHERE {_WHICH[Show.ENDED]}))::int AS ended
FROM approvals a
"""
_FIND = f"""
SELECT a.id, a.ticket_id, a.customer_id, a.order_id, a.charge_id, a.amount_cents, a.currency,
    a.reason, a.digest, {_STATUS} AS status, a.requested_at, a.expires_at, a.decided_at,
    a.blocked_reason, a.required_decisions, coalesce(r.name, a.decided_by) AS decided_by,
    c.name AS customer_name, c.email AS customer_email, c.tier,
    o.description AS order_description, o.amount_cents AS order_cents,
    o.currency AS order_currency, o.status AS order_status, o.created_at AS ordered_at,
    o.customer_id AS order_customer, o.stripe_charge_id AS order_charge,
    m.sender AS message_from, m.subject AS message_subject, m.body AS message_body,
    m.created_at AS message_at,
    (SELECT count(*)::int FROM approvals other
        WHERE other.order_id = a.order_id AND other.id <> a.id
        AND ((other.status = 'pending' AND other.expires_at > now())
            OR (other.status = 'approved'
                AND NOT EXISTS (SELECT FROM refunds r WHERE r.approval_id = other.id)))) AS rivals
FROM approvals a JOIN customers c ON c.id = a.customer_id JOIN orders o ON o.id = a.order_id
    JOIN agent_runs g ON g.id = a.agent_run_id JOIN messages m ON m.id = g.message_id
    LEFT JOIN reviewers r ON r.id = a.decided_by
WHERE a.id = %(id)s
"""
_DECISIONS = """
SELECT d.reviewer_id, r.name AS reviewer_name, d.verdict, d.note, d.via, d.decided_at
FROM decisions d JOIN reviewers r ON r.id = d.reviewer_id
WHERE d.approval_id = %(id)s ORDER BY d.decided_at
"""
_REFUNDS = """
SELECT approval_id, order_id, amount_cents, currency, status, created_at FROM refunds
WHERE customer_id = %(customer_id)s ORDER BY created_at DESC LIMIT 20
"""
_DISPUTES = "SELECT id, status, refundable FROM disputes WHERE charge_id = ANY(%(charges)s)"
_DECIDE = """
SELECT d.outcome, d.status, coalesce(r.name, d.decided_by) AS decided_by, d.decided_at
FROM decide_approval(%(id)s, %(reviewer)s, %(verdict)s, %(note)s, %(digest)s, 'console') d
    LEFT JOIN reviewers r ON r.id = d.decided_by
"""


@dataclass(frozen=True)
class _Counts:
    waiting: int
    decided: int
    ended: int


class PostgresApprovals:
    """Reads them, and decides through the database's own function."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self) -> dict[Show, int]:
        found = await self._database.one(_Counts, _COUNTS) or _Counts(0, 0, 0)
        return {
            Show.WAITING: found.waiting,
            Show.DECIDED: found.decided,
            Show.ENDED: found.ended,
        }

    async def listed(self, show: Show, /) -> list[Waiting]:
        query = f"{_LIST} WHERE {_WHICH[show]} ORDER BY {_ORDER[show]}"
        return await self._database.all(Waiting, query)

    async def find(self, id: UUID, /) -> InFull | None:
        facts = await self._database.one(Facts, _FIND, id=id)
        if facts is None:
            return None
        ask = self._database.all
        decisions, refunds, disputes = await asyncio.gather(
            ask(Decision, _DECISIONS, id=id),
            ask(Refund, _REFUNDS, customer_id=facts.customer_id),
            ask(Dispute, _DISPUTES, charges=[facts.charge_id, facts.order_charge or ""]),
        )
        return InFull(facts, decisions, refunds, disputes)

    async def decide(
        self, id: UUID, reviewer_id: str, verdict: Verdict, note: str, digest: str, /
    ) -> Decided:
        decided = await self._database.one(
            Decided, _DECIDE, id=id, reviewer=reviewer_id, verdict=verdict, note=note, digest=digest
        )
        assert decided is not None
        return decided
