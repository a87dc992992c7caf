"""An inbox row becomes a message of a ticket."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.audit import AuditAction
from worker.adapters import postmark_inbound
from worker.adapters.postgres.audit_trail import record
from worker.adapters.postgres.pickups import note_pickup
from worker.adapters.postmark_inbound import InboundEmail
from worker.domain.case import NO_SUBJECT
from worker.domain.mail_manners import reason_not_to_reply
from worker.ports.case_files import Opened
from worker.ports.failures import Permanent

ACTOR = "worker:answer-email"

READ = text("SELECT body FROM inbox WHERE id = :inbox_id")

# One sender's mail is opened one by one: the cap and the thread are looked up under this lock.
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(lower(:sender), 7))")

KNOWN = text("""
    SELECT
        (SELECT ARRAY[id::text, ticket_id::text, suppressed] FROM messages
            WHERE inbox_id = :inbox_id) AS message,
        (SELECT id FROM customers WHERE lower(email) = lower(:sender)) AS customer_id,
        (SELECT count(*) FROM messages WHERE lower(sender) = lower(:sender)
            AND direction = 'inbound' AND suppressed IS NULL
            AND created_at > now() - interval '1 hour') AS answered_this_hour,
        (SELECT count(*) FROM messages WHERE lower(sender) = lower(:sender)
            AND direction = 'inbound' AND suppressed IS NULL
            AND created_at > now() - interval '1 day') AS answered_today,
        (SELECT t.id FROM tickets t LEFT JOIN messages m
                ON m.ticket_id = t.id AND m.provider_id = ANY(:answered_ids)
            WHERE lower(t.sender) = lower(:sender)
                AND (t.id::text = :mailbox_hash OR m.id IS NOT NULL)
            ORDER BY t.opened_at DESC LIMIT 1) AS ticket_id
""")

FILE = text("""
    WITH ticket AS (
        INSERT INTO tickets (id, customer_id, sender, subject, status)
        VALUES (:ticket_id, :customer_id, :sender, :subject, :status)
        ON CONFLICT (id) DO UPDATE SET status =
            CASE WHEN excluded.status = 'open' THEN 'open' ELSE tickets.status END
    )
    INSERT INTO messages (id, ticket_id, direction, inbox_id, state, suppressed, sender, recipient,
                          subject, body, rfc_message_id, rfc_references)
    VALUES (:message_id, :ticket_id, 'inbound', :inbox_id, 'received', :suppressed, :sender,
            :recipient, :subject, :body, :rfc_message_id, :rfc_references)
""")


@dataclass(frozen=True)
class HouseRules:
    """Whom never to answer, and how often anybody else, at the most."""

    our_addresses: frozenset[str]
    replies_per_hour: int
    replies_per_day: int


async def open_case(
    connection: AsyncConnection, rules: HouseRules, inbox_id: UUID, function_id: str, run_id: str
) -> Opened:
    """See ports.CaseFiles.open."""
    row = (await connection.execute(READ, {"inbox_id": inbox_id})).one_or_none()
    if row is None:
        raise Permanent(f"no inbox row {inbox_id}")
    await note_pickup(connection, inbox_id, function_id, run_id)
    email = postmark_inbound.read(row.body)
    await connection.execute(LOCK, {"sender": email.sender})
    known = await _known(connection, inbox_id, email)
    if known.message is not None:
        message_id, ticket_id, suppressed = known.message
        return Opened(UUID(ticket_id), UUID(message_id), suppressed)
    opened = Opened(
        ticket_id=known.ticket_id or uuid5(inbox_id, "ticket"),
        message_id=uuid5(inbox_id, "message"),
        suppressed=_suppressed(rules, email, known),
    )
    await _file(connection, inbox_id, email, opened, known.customer_id)
    await _audit(connection, inbox_id, opened, known.customer_id, run_id)
    return opened


def _suppressed(rules: HouseRules, email: InboundEmail, known: Any) -> str | None:
    if reason := reason_not_to_reply(email.sender, email.headers, rules.our_addresses):
        return reason
    if known.answered_this_hour >= rules.replies_per_hour:
        return "hourly_cap"
    if known.answered_today >= rules.replies_per_day:
        return "daily_cap"
    return None


async def _known(connection: AsyncConnection, inbox_id: UUID, email: InboundEmail) -> Any:
    found = await connection.execute(
        KNOWN,
        {
            "inbox_id": inbox_id,
            "sender": email.sender,
            "mailbox_hash": email.mailbox_hash,
            "answered_ids": email.answered_ids,
        },
    )
    return found.one()


async def _file(
    connection: AsyncConnection,
    inbox_id: UUID,
    email: InboundEmail,
    opened: Opened,
    customer_id: str | None,
) -> None:
    await connection.execute(
        FILE,
        {
            "ticket_id": opened.ticket_id,
            "message_id": opened.message_id,
            "inbox_id": inbox_id,
            "customer_id": customer_id,
            "status": "suppressed" if opened.suppressed else "open",
            "suppressed": opened.suppressed,
            "sender": email.sender,
            "recipient": email.recipient,
            "subject": email.subject or NO_SUBJECT,
            "body": email.text,
            "rfc_message_id": email.rfc_message_id,
            "rfc_references": email.rfc_references,
        },
    )


async def _audit(
    connection: AsyncConnection,
    inbox_id: UUID,
    opened: Opened,
    customer_id: str | None,
    run_id: str,
) -> None:
    await record(
        connection,
        action=AuditAction.EMAIL_RECEIVED,
        actor=ACTOR,
        subject=f"message:{opened.message_id}",
        run_id=run_id,
        customer_id=customer_id,
        detail={"inbox_id": str(inbox_id), "ticket_id": str(opened.ticket_id)},
    )
    if opened.suppressed:
        await record(
            connection,
            action=AuditAction.REPLY_SUPPRESSED,
            actor=ACTOR,
            subject=f"message:{opened.message_id}",
            run_id=run_id,
            customer_id=customer_id,
            detail={"reason": opened.suppressed, "ticket_id": str(opened.ticket_id)},
        )
