"""Our refunds, each with its approval and with what the audit log says of it."""

from nerve.queries.database import Connection, Row

OURS = """
SELECT r.id::text, r.charge_id, r.amount_cents, r.currency, r.status, r.stripe_refund_id,
    r.approval_id::text, r.first_sent_at > now() - interval '15 minutes' AS fresh,
    (a.status = 'approved' AND a.amount_cents = r.amount_cents AND a.currency = r.currency
        AND a.charge_id = r.charge_id AND a.order_id = r.order_id
        AND (SELECT count(*) FROM decisions d WHERE d.approval_id = a.id
            AND d.verdict = 'approve' AND d.digest = a.digest) >= a.required_decisions) AS approved
FROM refunds r JOIN approvals a ON a.id = r.approval_id ORDER BY r.created_at, r.id
"""
ISSUED = """
SELECT seq, subject, detail FROM audit_log WHERE action = 'refund_issued' ORDER BY seq
"""


def ours(connection: Connection) -> list[Row]:
    """Oldest first. `fresh` ones may still be on their way to Stripe."""
    return connection.execute(OURS).fetchall()


def issued(connection: Connection) -> list[Row]:
    """Every audit row that says that a refund was issued."""
    return connection.execute(ISSUED).fetchall()
