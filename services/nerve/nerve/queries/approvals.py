"""Refunds that wait for a person."""

from nerve.queries.database import Connection, Row

WAITING = """
SELECT id, ticket_id, customer_id, order_id, amount_cents, currency, reason, requested_at,
    expires_at, extract(epoch FROM expires_at - now())::float8 AS seconds_left
FROM approvals WHERE status = 'pending' ORDER BY expires_at LIMIT %(limit)s
"""


def waiting(connection: Connection, limit: int = 50) -> list[Row]:
    """The ones that expire first, first."""
    return connection.execute(WAITING, {"limit": limit}).fetchall()
