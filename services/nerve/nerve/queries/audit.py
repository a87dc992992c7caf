"""The audit log, read only."""

from nerve.queries.database import Connection, Row

LIST = """
SELECT * FROM (
    SELECT seq, at, action, actor, run_id, customer_id, subject, detail FROM audit_log
    WHERE (%(run)s::text IS NULL OR run_id = %(run)s)
    AND (%(subject)s::text IS NULL OR subject = %(subject)s)
    AND (%(ticket)s::text IS NULL OR detail ->> 'ticket_id' = %(ticket)s
        OR subject = 'ticket:' || %(ticket)s OR subject IN (
            SELECT 'approval:' || id FROM approvals WHERE ticket_id::text = %(ticket)s
            UNION ALL SELECT 'message:' || id FROM messages WHERE ticket_id::text = %(ticket)s))
    ORDER BY seq DESC LIMIT %(limit)s
) newest ORDER BY seq
"""


def rows(
    connection: Connection,
    *,
    limit: int = 50,
    run: str | None = None,
    subject: str | None = None,
    ticket: str | None = None,
) -> list[Row]:
    """The newest `limit` rows that match, oldest first."""
    parameters = {"limit": limit, "run": run, "subject": subject, "ticket": ticket}
    return connection.execute(LIST, parameters).fetchall()
