"""Refunds that a person decides about."""

from nerve.queries.database import Connection, Row

# Failed and refused refunds gave nothing back.
_GAVE = "coalesce(sum(r.amount_cents), 0)::bigint FROM refunds r WHERE r.status NOT IN"
_FACTS = f"""
SELECT a.id, a.status, a.ticket_id, a.customer_id, c.tier, a.order_id, a.charge_id, a.amount_cents,
    a.currency, a.reason, a.digest, a.required_decisions, a.requested_at, a.expires_at,
    a.decided_at, a.decided_by, a.blocked_reason,
    extract(epoch FROM a.expires_at - now())::float8 AS seconds_left,
    ARRAY(SELECT d.reviewer_id FROM decisions d WHERE d.approval_id = a.id
        ORDER BY d.decided_at) AS decided_so_far,
    c.name AS customer_name, c.email AS customer_email,
    o.description, o.amount_cents AS order_cents, o.currency AS order_currency,
    o.status AS order_status, o.created_at AS ordered_at,
    (SELECT {_GAVE} ('failed', 'refused') AND r.order_id = a.order_id
        AND r.approval_id <> a.id) AS order_refunded_cents,
    (SELECT count(*)::int FROM refunds r WHERE r.status NOT IN ('failed', 'refused')
        AND r.customer_id = a.customer_id AND r.approval_id <> a.id) AS customer_refunds,
    ARRAY(SELECT v.id FROM reviewers v WHERE v.active AND lower(v.email) <> lower(c.email)
        AND NOT EXISTS (SELECT FROM decisions d WHERE d.approval_id = a.id
            AND d.reviewer_id = v.id) ORDER BY v.id) AS may_decide
FROM approvals a JOIN customers c ON c.id = a.customer_id JOIN orders o ON o.id = a.order_id
"""
WAITING = f"{_FACTS} WHERE a.status = 'pending' ORDER BY a.expires_at LIMIT %(limit)s"
ALL = f"""
SELECT * FROM ({_FACTS} ORDER BY a.requested_at DESC LIMIT %(limit)s) newest ORDER BY requested_at
"""
FOUND = f"{_FACTS} WHERE starts_with(a.id::text, %(prefix)s) ORDER BY a.id LIMIT %(limit)s"
WORDS = """
SELECT m.subject, m.body FROM approvals a JOIN agent_runs g ON g.id = a.agent_run_id
    JOIN messages m ON m.id = g.message_id WHERE a.id = %(id)s
"""
DECISIONS = """
SELECT reviewer_id, verdict, note, via, decided_at FROM decisions WHERE approval_id = %(id)s
ORDER BY decided_at
"""


def waiting(connection: Connection, limit: int = 50) -> list[Row]:
    """The ones that expire first, first."""
    return connection.execute(WAITING, {"limit": limit}).fetchall()


def newest(connection: Connection, limit: int = 50) -> list[Row]:
    """The newest of all, however they ended, oldest first."""
    return connection.execute(ALL, {"limit": limit}).fetchall()


def starting_with(connection: Connection, prefix: str, limit: int = 5) -> list[Row]:
    """Those whose id begins so."""
    return connection.execute(FOUND, {"prefix": prefix, "limit": limit}).fetchall()


def words(connection: Connection, approval: Row) -> Row | None:
    """`subject` and `body` of the mail that the agent was answering."""
    return connection.execute(WORDS, {"id": approval["id"]}).fetchone()


def decisions(connection: Connection, approval: Row) -> list[Row]:
    """What reviewers have said so far, in their order."""
    return connection.execute(DECISIONS, {"id": approval["id"]}).fetchall()
