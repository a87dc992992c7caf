"""What the agent did with a message: filed once, whoever else tries."""

from datetime import timedelta
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.audit import AuditAction
from worker.adapters.postgres.audit_trail import record
from worker.adapters.postgres.reading import answer_key
from worker.domain.case import Reply
from worker.domain.refund import RefundPolicy, RefundProposal
from worker.ports.case_files import Usage
from worker.ports.failures import Temporary

ACTOR = "agent:support"
FLOW = "worker:answer-email"

# The WHERE is the guard: a second filing of the same round updates nothing.
ADVANCE = text("""
    INSERT INTO agent_runs (id, message_id, status, round, state, model, turns, input_tokens,
                            cached_tokens, output_tokens)
    VALUES (:id, :message_id, :status, :round, :state, :model, :turns, :input_tokens,
            :cached_tokens, :output_tokens)
    ON CONFLICT (message_id) DO UPDATE SET
        status = excluded.status, round = excluded.round, state = excluded.state,
        model = excluded.model, turns = agent_runs.turns + excluded.turns,
        input_tokens = agent_runs.input_tokens + excluded.input_tokens,
        cached_tokens = agent_runs.cached_tokens + excluded.cached_tokens,
        output_tokens = agent_runs.output_tokens + excluded.output_tokens, updated_at = now()
    WHERE agent_runs.status = 'paused' AND agent_runs.round = :from_round
    RETURNING id
""")

DRAFT = text("""
    INSERT INTO messages (id, ticket_id, direction, answers, effect_key, state, sender, recipient,
                          subject, body, rfc_message_id, rfc_references)
    SELECT :id, m.ticket_id, 'outbound', m.id, :effect_key, 'draft', m.recipient, m.sender,
           :subject, :body, m.rfc_message_id,
           nullif(concat_ws(' ', m.rfc_references, m.rfc_message_id), '')
    FROM messages m WHERE m.id = :message_id
    ON CONFLICT (effect_key) DO NOTHING
""")

OPEN_APPROVAL = text("""
    INSERT INTO approvals (id, agent_run_id, round, call_id, ticket_id, customer_id, order_id,
                           charge_id, amount_cents, currency, reason, digest, required_decisions,
                           expires_at)
    SELECT :id, :agent_run_id, :round, :call_id, m.ticket_id, :customer_id, :order_id, :charge_id,
           :amount_cents, :currency, :reason, :digest, :required_decisions, now() + :expires_in
    FROM messages m WHERE m.id = :message_id
    ON CONFLICT (agent_run_id, call_id) DO NOTHING
""")

TICKET = text("""
    UPDATE tickets SET status = 'waiting_for_approval'
    WHERE id = (SELECT ticket_id FROM messages WHERE id = :message_id)
""")

OF_ROUND = text("""
    SELECT a.id, a.customer_id, a.status, a.expires_at > now() AS open
    FROM approvals a JOIN agent_runs r ON r.id = a.agent_run_id
    WHERE r.message_id = :message_id AND a.round = :round ORDER BY a.id
""")

EXPIRE = text("SELECT close_approval(:id, 'expired', 'expired')")

APPROVE_BY_POLICY = text("SELECT approve_by_policy(:id, :run_id)")

# The decision's event need not be sent again: this run has read the decision itself.
PICKED_UP = text("""
    INSERT INTO inbox_pickups (inbox_id, function_id, run_id)
    SELECT id, 'answer-email', :run_id FROM inbox
    WHERE source = 'decisions' AND provider_id = ANY(:approval_ids)
    ON CONFLICT DO NOTHING
""")


async def file_reply(
    connection: AsyncConnection, message_id: UUID, round: int, reply: Reply, usage: Usage
) -> None:
    """See ports.CaseFiles.file_reply."""
    if await _advance(connection, message_id, "replied", round, round, None, usage) is None:
        return
    key = answer_key(message_id)
    await connection.execute(
        DRAFT,
        {
            "id": uuid5(message_id, key),
            "message_id": message_id,
            "effect_key": key,
            "subject": reply.subject,
            "body": reply.body,
        },
    )


async def file_pause(
    connection: AsyncConnection,
    message_id: UUID,
    round: int,
    state: str,
    proposals: tuple[RefundProposal, ...],
    usage: Usage,
    expires_in: timedelta,
    policy: RefundPolicy,
    run_id: str,
) -> None:
    """See ports.CaseFiles.file_pause."""
    agent_run_id = await _advance(connection, message_id, "paused", round, round - 1, state, usage)
    if agent_run_id is None:
        return
    await connection.execute(TICKET, {"message_id": message_id})
    opened = []
    for proposal in proposals:
        approval_id = uuid5(agent_run_id, proposal.call_id)
        await connection.execute(
            OPEN_APPROVAL,
            {
                "id": approval_id,
                "agent_run_id": agent_run_id,
                "round": round,
                "call_id": proposal.call_id,
                "message_id": message_id,
                "customer_id": proposal.customer_id,
                "order_id": proposal.order_id,
                "charge_id": proposal.charge_id,
                "amount_cents": proposal.amount.cents,
                "currency": proposal.amount.currency,
                "reason": proposal.reason,
                "digest": proposal.digest,
                "required_decisions": policy.required_decisions(proposal.amount),
                "expires_in": expires_in,
            },
        )
        opened.append((approval_id, proposal))
    for approval_id, proposal in opened:
        await record(
            connection,
            action=AuditAction.REFUND_REQUESTED,
            actor=ACTOR,
            subject=f"approval:{approval_id}",
            run_id=run_id,
            customer_id=proposal.customer_id,
            detail={
                "message_id": str(message_id),
                "order_id": proposal.order_id,
                "amount_cents": proposal.amount.cents,
                "currency": proposal.amount.currency,
                "digest": proposal.digest,
            },
        )
        await connection.execute(APPROVE_BY_POLICY, {"id": approval_id, "run_id": run_id})


async def settle(connection: AsyncConnection, message_id: UUID, round: int, run_id: str) -> None:
    """See ports.CaseFiles.settle."""
    rows = (await connection.execute(OF_ROUND, {"message_id": message_id, "round": round})).all()
    if any(row.status == "pending" and row.open for row in rows):
        raise Temporary("an approval is neither decided nor expired yet")
    approval_ids = [str(row.id) for row in rows]
    await connection.execute(PICKED_UP, {"approval_ids": approval_ids, "run_id": run_id})
    expired = [row for row in rows if row.status == "pending"]
    closed = [row for row in expired if await connection.scalar(EXPIRE, {"id": row.id})]
    if len(closed) < len(expired):
        raise Temporary("an approval was decided a moment ago")
    for row in closed:
        await record(
            connection,
            action=AuditAction.REFUND_BLOCKED,
            actor=FLOW,
            subject=f"approval:{row.id}",
            run_id=run_id,
            customer_id=row.customer_id,
            detail={"reason": "expired"},
        )


async def _advance(
    connection: AsyncConnection,
    message_id: UUID,
    status: str,
    round: int,
    from_round: int,
    state: str | None,
    usage: Usage,
) -> UUID | None:
    found = await connection.execute(
        ADVANCE,
        {
            "id": uuid5(message_id, "agent_run"),
            "message_id": message_id,
            "status": status,
            "round": round,
            "from_round": from_round,
            "state": state,
            "model": usage.model,
            "turns": usage.turns,
            "input_tokens": usage.input_tokens,
            "cached_tokens": usage.cached_tokens,
            "output_tokens": usage.output_tokens,
        },
    )
    agent_run_id: UUID | None = found.scalar_one_or_none()
    return agent_run_id
