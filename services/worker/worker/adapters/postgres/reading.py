"""What the agent may know about a message, and where it stands with it."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from worker.domain.case import Case, Letter
from worker.domain.customer import Customer, Tier
from worker.domain.refund import Outcome, Settlement
from worker.ports.case_files import Paused, Turn, Waiting
from worker.ports.failures import Permanent

THREAD_LENGTH = 10

CASE = text("""
    SELECT m.id, m.ticket_id, m.subject, m.body, c.id AS customer_id, c.name, c.email, c.tier
    FROM messages m JOIN tickets t ON t.id = m.ticket_id
        LEFT JOIN customers c ON c.id = t.customer_id
    WHERE m.id = :message_id AND m.direction = 'inbound'
""")

THREAD = text("""
    SELECT * FROM (
        SELECT e.direction, e.subject, e.body, e.created_at
        FROM messages e JOIN messages m ON m.ticket_id = e.ticket_id
        WHERE m.id = :message_id AND e.id <> m.id AND e.created_at <= m.created_at
            AND (e.direction = 'inbound' OR e.state = 'sent')
        ORDER BY e.created_at DESC LIMIT :length
    ) latest ORDER BY created_at
""")

TURN = text("""
    SELECT r.round, r.status, reply.id AS reply_id,
        coalesce((SELECT json_agg(json_build_array(a.id, CASE WHEN a.status = 'pending'
                THEN greatest(0, ceil(extract(epoch FROM a.expires_at - now()))::bigint)
                ELSE 0 END)
                ORDER BY a.requested_at, a.id)
            FROM approvals a WHERE a.agent_run_id = r.id AND a.round = r.round
                AND r.status = 'paused'), '[]') AS waiting
    FROM agent_runs r LEFT JOIN messages reply ON reply.effect_key = :effect_key
    WHERE r.message_id = :message_id
""")

PAUSED = text("""
    SELECT r.state,
        (SELECT json_agg(json_build_array(a.call_id, CASE
                WHEN f.status IN ('pending', 'succeeded') THEN 'issued'
                WHEN a.status IN ('rejected', 'expired') THEN a.status
                ELSE 'blocked' END) ORDER BY a.requested_at, a.id)
            FROM approvals a LEFT JOIN refunds f ON f.approval_id = a.id
            WHERE a.agent_run_id = r.id AND a.round = r.round) AS settled
    FROM agent_runs r
    WHERE r.message_id = :message_id AND r.round = :round AND r.status = 'paused'
""")


def answer_key(message_id: UUID) -> str:
    """The effect key of the one answer that a message gets."""
    return f"answer:{message_id}"


async def load_case(connection: AsyncConnection, message_id: UUID) -> Case:
    """See ports.CaseFiles.load."""
    row = (await connection.execute(CASE, {"message_id": message_id})).one_or_none()
    if row is None:
        raise Permanent(f"no inbound message {message_id}")
    earlier = await connection.execute(THREAD, {"message_id": message_id, "length": THREAD_LENGTH})
    customer = None
    if row.customer_id is not None:
        customer = Customer(row.customer_id, row.name, row.email, Tier(row.tier))
    return Case(
        ticket_id=row.ticket_id,
        message_id=row.id,
        customer=customer,
        email=Letter(ours=False, subject=row.subject, text=row.body),
        thread=tuple(
            Letter(letter.direction == "outbound", letter.subject, letter.body)
            for letter in earlier
        ),
    )


async def read_turn(connection: AsyncConnection, message_id: UUID) -> Turn | None:
    """See ports.CaseFiles.turn."""
    found = await connection.execute(
        TURN, {"message_id": message_id, "effect_key": answer_key(message_id)}
    )
    row = found.one_or_none()
    if row is None:
        return None
    return Turn(
        round=row.round,
        reply_id=row.reply_id if row.status == "replied" else None,
        waiting=tuple(Waiting(UUID(approval), seconds) for approval, seconds in row.waiting),
    )


async def read_paused(connection: AsyncConnection, message_id: UUID, round: int) -> Paused | None:
    """See ports.CaseFiles.paused."""
    found = await connection.execute(PAUSED, {"message_id": message_id, "round": round})
    row = found.one_or_none()
    if row is None:
        return None
    return Paused(
        state=row.state,
        settlements=tuple(
            Settlement(call_id, Outcome(outcome)) for call_id, outcome in row.settled or []
        ),
    )
