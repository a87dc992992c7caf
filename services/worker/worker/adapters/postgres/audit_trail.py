"""Audit rows, written in the transaction of what they are about."""

import json
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.audit import AuditAction

# The conflict target makes a repeat a no-op; the table's trigger fills in seq, time and hashes.
INSERT = text("""
    INSERT INTO audit_log (action, actor, run_id, customer_id, subject, detail, key)
    VALUES (:action, :actor, :run_id, :customer_id, :subject, CAST(:detail AS jsonb), :key)
    ON CONFLICT (key) DO NOTHING
""")


async def record(
    connection: AsyncConnection,
    *,
    action: AuditAction,
    actor: str,
    subject: str,
    run_id: str | None = None,
    customer_id: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write one row, once for each action and subject. Ids and facts only, no personal data.

    Call it last in a transaction: writers wait for one another from here until commit.
    """
    await connection.execute(
        INSERT,
        {
            "action": action,
            "actor": actor,
            "run_id": run_id,
            "customer_id": customer_id,
            "subject": subject,
            "detail": json.dumps(detail or {}),
            "key": f"{action}:{subject}",
        },
    )
