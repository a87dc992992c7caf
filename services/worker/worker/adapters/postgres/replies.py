"""Replies on their way out: claimed, sent once, audited."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.audit import AuditAction
from worker.adapters.postgres.audit_trail import record
from worker.ports.case_files import OutgoingReply
from worker.ports.failures import Permanent, Temporary

ACTOR = "worker:answer-email"

CLAIM = text("""
    WITH before AS (
        SELECT id, state, first_sent_at FROM messages
        WHERE id = :reply_id AND direction = 'outbound' FOR UPDATE
    ), claimed AS (
        UPDATE messages m SET state = 'sending', claimed_until = now() + :lease,
            first_sent_at = coalesce(m.first_sent_at, now())
        FROM before
        WHERE m.id = before.id AND (before.state = 'draft'
            OR (before.state = 'sending' AND m.claimed_until < now()))
        RETURNING m.id, m.ticket_id, m.recipient, m.subject, m.body, m.rfc_message_id,
            m.rfc_references, before.first_sent_at IS NOT NULL AS resumed
    )
    SELECT before.state, claimed.* FROM before LEFT JOIN claimed ON claimed.id = before.id
""")

SENT = text("""
    WITH sent AS (
        UPDATE messages SET state = 'sent', sent_at = now(), claimed_until = NULL,
            provider_id = :provider_id
        WHERE id = :reply_id AND direction = 'outbound' AND state = 'sending'
        RETURNING ticket_id, answers
    ), ticket AS (
        UPDATE tickets SET status = 'answered' FROM sent
        WHERE tickets.id = sent.ticket_id AND tickets.status <> 'resolved'
    )
    SELECT sent.ticket_id, sent.answers, tickets.customer_id
    FROM sent JOIN tickets ON tickets.id = sent.ticket_id
""")


class Held(Temporary):
    """Somebody else has the reply in hand."""


async def claim(
    connection: AsyncConnection, reply_id: UUID, lease: timedelta
) -> OutgoingReply | None:
    """See ports.CaseFiles.claim_reply."""
    found = await connection.execute(CLAIM, {"reply_id": reply_id, "lease": lease})
    row = found.one_or_none()
    if row is None:
        raise Permanent(f"no reply {reply_id}")
    if row.id is not None:
        return OutgoingReply(
            reply_id=row.id,
            ticket_id=row.ticket_id,
            recipient=row.recipient,
            subject=row.subject,
            body=row.body,
            in_reply_to=row.rfc_message_id,
            references=row.rfc_references,
            resumed=row.resumed,
        )
    if row.state == "sending":
        raise Held("another try holds this reply")
    return None


async def mark_sent(
    connection: AsyncConnection, reply_id: UUID, provider_id: str, run_id: str
) -> None:
    """See ports.CaseFiles.reply_sent."""
    found = await connection.execute(SENT, {"reply_id": reply_id, "provider_id": provider_id})
    row = found.one_or_none()
    if row is None:
        return
    await record(
        connection,
        action=AuditAction.REPLY_SENT,
        actor=ACTOR,
        # A notice answers nothing: it is a subject of its own.
        subject=f"message:{row.answers}" if row.answers else f"notice:{reply_id}",
        run_id=run_id,
        customer_id=row.customer_id,
        detail={
            "reply_id": str(reply_id),
            "ticket_id": str(row.ticket_id),
            "provider_id": provider_id,
        },
    )
