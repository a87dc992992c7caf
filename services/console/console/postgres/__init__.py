"""The records in Postgres."""

from console.postgres.approvals import PostgresApprovals
from console.postgres.audit import PostgresAudit
from console.postgres.cases import PostgresCases
from console.postgres.database import Database
from console.postgres.reviewers import PostgresReviewers
from console.postgres.vitals import PostgresVitals
from console.records import Records


def postgres_records(database: Database) -> Records:
    """All of them on one pool."""
    return Records(
        approvals=PostgresApprovals(database),
        reviewers=PostgresReviewers(database),
        cases=PostgresCases(database),
        audit=PostgresAudit(database),
        vitals=PostgresVitals(database),
    )
