"""What the platform wrote to customers."""

from nerve.queries.database import Connection, Row

LIST = """
SELECT id, state, recipient, subject, body, created_at, first_sent_at, sent_at, ticket_id,
    provider_id
FROM messages WHERE direction = 'outbound' ORDER BY created_at DESC LIMIT %(limit)s
"""


def rows(connection: Connection, limit: int = 20) -> list[Row]:
    """The newest replies, newest first, with their recipients and texts."""
    return connection.execute(LIST, {"limit": limit}).fetchall()
