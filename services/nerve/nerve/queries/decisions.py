"""Reviewers, and the one function in the database through which they decide."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nerve.queries.database import Connection, Row

DECIDE = """
SELECT outcome, status, decided_by, decided_at FROM decide_approval(
    %(approval)s, %(reviewer)s, %(verdict)s, %(note)s, %(digest)s, 'terminal')
"""
REVIEWERS = """
SELECT id, name, email, slack_user_id, active, password_hash IS NOT NULL AS signs_in,
    (SELECT count(*)::int FROM decisions d WHERE d.reviewer_id = reviewers.id) AS decisions
FROM reviewers ORDER BY active DESC, id
"""


@dataclass(frozen=True)
class Answer:
    """What the database made of a decision. The last three tell who was first, if anybody was."""

    outcome: str
    status: str | None
    decided_by: str | None
    decided_at: datetime | None


def decide(
    connection: Connection, approval: UUID, reviewer: str, verdict: str, note: str, digest: str
) -> Answer:
    """Say approve or reject about exactly what the digest stands for."""
    parameters = {
        "approval": approval,
        "reviewer": reviewer,
        "verdict": verdict,
        "note": note,
        "digest": digest,
    }
    row = connection.execute(DECIDE, parameters).fetchone()
    return Answer(**(row or {}))


def reviewers(connection: Connection) -> list[Row]:
    """Everybody who may decide or once could, never with a password's hash."""
    return connection.execute(REVIEWERS).fetchall()
