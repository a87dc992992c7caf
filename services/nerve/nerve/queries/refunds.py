"""Our own books on refunds."""

from nerve.queries.database import Connection, Row

LIST = """
SELECT * FROM (
    SELECT id, approval_id, customer_id, order_id, charge_id, amount_cents, currency, status,
        attempts, stripe_refund_id, failure, first_sent_at, created_at
    FROM refunds ORDER BY created_at DESC, id LIMIT %(limit)s
) newest ORDER BY created_at, id
"""


def rows(connection: Connection, limit: int = 50) -> list[Row]:
    """The newest `limit` refunds, oldest first."""
    return connection.execute(LIST, {"limit": limit}).fetchall()
