"""A refund that the provider made and that failed afterwards: noted once, told once."""

from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.audit import AuditAction
from worker.adapters.postgres.audit_trail import record
from worker.adapters.postgres.pickups import note_pickup
from worker.domain.money import Money
from worker.domain.refund import failed_refund_notice
from worker.ports.payments import RefundOrder

ACTOR = "worker:refund-failed"

FIND = text("""
    SELECT id, charge_id, amount_cents, currency, params FROM refunds
    WHERE stripe_refund_id = :provider_id
""")

FAILED = text("""
    UPDATE refunds SET status = 'failed', failure = :failure
    WHERE id = :id AND status IN ('pending', 'succeeded')
    RETURNING approval_id, customer_id, order_id, amount_cents, currency
""")

DRAFT = text("""
    INSERT INTO messages (id, ticket_id, direction, effect_key, state, sender, recipient, subject,
                          body, rfc_message_id, rfc_references)
    SELECT :id, m.ticket_id, 'outbound', :effect_key, 'draft', m.recipient, m.sender,
           :subject, :body, m.rfc_message_id, nullif(concat_ws(' ', m.rfc_references,
           m.rfc_message_id), '')
    FROM refunds f JOIN approvals a ON a.id = f.approval_id
        JOIN agent_runs r ON r.id = a.agent_run_id JOIN messages m ON m.id = r.message_id
    WHERE f.id = :refund_id
    ON CONFLICT (effect_key) DO NOTHING
""")

KNOWN = text("SELECT id FROM messages WHERE effect_key = :effect_key")


async def made_as(
    connection: AsyncConnection, inbox_id: UUID, provider_id: str, function_id: str, run_id: str
) -> RefundOrder | None:
    """See ports.RefundBook.made_as."""
    await note_pickup(connection, inbox_id, function_id, run_id)
    row = (await connection.execute(FIND, {"provider_id": provider_id})).one_or_none()
    if row is None:
        return None
    return RefundOrder(row.id, row.charge_id, Money(row.amount_cents, row.currency), row.params)


async def note(
    connection: AsyncConnection, refund_id: UUID, failure: str | None, run_id: str
) -> UUID | None:
    """See ports.RefundBook.failed_later."""
    key = {"effect_key": f"refund-failed:{refund_id}"}
    found = await connection.execute(FAILED, {"id": refund_id, "failure": failure})
    row = found.one_or_none()
    if row is None:
        known: UUID | None = await connection.scalar(KNOWN, key)
        return known
    reply = failed_refund_notice(Money(row.amount_cents, row.currency), row.order_id)
    draft = {"id": uuid5(refund_id, "failed"), "refund_id": refund_id, **key}
    await connection.execute(DRAFT, {**draft, "subject": reply.subject, "body": reply.body})
    await record(
        connection,
        action=AuditAction.REFUND_FAILED,
        actor=ACTOR,
        subject=f"refund:{refund_id}",
        run_id=run_id,
        customer_id=row.customer_id,
        detail={
            "approval_id": str(row.approval_id),
            "order_id": row.order_id,
            "amount_cents": row.amount_cents,
            "currency": row.currency,
            **({"failure": failure} if failure else {}),
        },
    )
    return uuid5(refund_id, "failed")
