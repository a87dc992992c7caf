"""The last gate before money moves: checked and frozen in one transaction."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.audit import AuditAction
from worker.adapters.postgres.audit_trail import record
from worker.domain.money import Money
from worker.domain.refund import RefundPolicy, RefundProposal
from worker.ports.failures import Permanent, Temporary
from worker.ports.payments import RefundOrder
from worker.ports.refund_book import Claimed

ACTOR = "worker:answer-email"

# Refunds are claimed one by one: the sums below must not change before the row is there.
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('refunds', 11))")

FACTS = text("""
    SELECT a.id, a.status, a.customer_id, a.order_id, a.amount_cents, a.currency, a.reason,
        a.call_id, a.digest, a.charge_id, a.required_decisions,
        a.decided_at > a.expires_at AS decided_late,
        o.customer_id AS order_customer_id, o.amount_cents AS order_cents,
        o.currency AS order_currency, o.stripe_charge_id,
        (SELECT count(*) FROM decisions d JOIN reviewers r ON r.id = d.reviewer_id
            WHERE d.approval_id = a.id AND d.verdict = 'approve' AND d.digest = a.digest
                AND r.active) AS approvals,
        EXISTS (SELECT FROM disputes WHERE charge_id = o.stripe_charge_id AND NOT refundable
            AND status NOT IN ('won', 'warning_closed')) AS disputed,
        (SELECT coalesce(sum(f.amount_cents), 0) FROM refunds f
            WHERE f.order_id = a.order_id AND f.status NOT IN ('failed', 'refused')) AS given_order,
        (SELECT coalesce(sum(f.amount_cents), 0) FROM refunds f
            WHERE f.customer_id = a.customer_id AND f.status NOT IN ('failed', 'refused')
                AND f.created_at > now() - interval '1 day') AS given_customer,
        (SELECT coalesce(sum(f.amount_cents), 0) FROM refunds f
            WHERE f.status NOT IN ('failed', 'refused')
                AND f.created_at > now() - interval '1 day') AS given_all
    FROM approvals a JOIN orders o ON o.id = a.order_id WHERE a.id = :approval_id
""")

EXISTING = text("""
    SELECT id, status, params, charge_id, amount_cents, currency, attempts,
        claimed_until > now() AS held, now() - first_sent_at AS age
    FROM refunds WHERE approval_id = :approval_id FOR UPDATE
""")

FREEZE = text("""
    INSERT INTO refunds (id, approval_id, customer_id, order_id, charge_id, amount_cents, currency,
                         params, attempts, claimed_until)
    VALUES (:id, :approval_id, :customer_id, :order_id, :charge_id, :amount_cents, :currency,
            CAST(:params AS jsonb), 1, now() + :lease)
""")

AGAIN = text("""
    UPDATE refunds SET attempts = attempts + 1, claimed_until = now() + :lease WHERE id = :id
""")

BLOCK = text("SELECT close_approval(:approval_id, 'blocked', :reason)")


class Held(Temporary):
    """Another try has this refund in hand."""


async def claim(
    connection: AsyncConnection,
    policy: RefundPolicy,
    approval_id: UUID,
    run_id: str,
    lease: timedelta,
) -> Claimed | None:
    """See ports.RefundBook.claim."""
    await connection.execute(LOCK)
    existing = (await connection.execute(EXISTING, {"approval_id": approval_id})).one_or_none()
    if existing is not None:
        return await _claim_again(connection, existing, lease)
    facts = (await connection.execute(FACTS, {"approval_id": approval_id})).one_or_none()
    if facts is None:
        raise Permanent(f"no approval {approval_id}")
    if facts.status != "approved":
        return None
    if reason := _objection(facts, policy):
        await _block(connection, facts, reason, run_id)
        return None
    order = _order(facts)
    await connection.execute(
        FREEZE,
        {
            "id": order.refund_id,
            "approval_id": approval_id,
            "customer_id": facts.customer_id,
            "order_id": facts.order_id,
            "charge_id": order.charge_id,
            "amount_cents": order.amount.cents,
            "currency": order.amount.currency,
            "params": json.dumps(order.params),
            "lease": lease,
        },
    )
    return Claimed(order, sent_before=False, age=timedelta(0), tries=1)


async def _claim_again(connection: AsyncConnection, row: Any, lease: timedelta) -> Claimed | None:
    if row.status != "sending":
        return None
    if row.held:
        raise Held("another try has this refund in hand")
    await connection.execute(AGAIN, {"id": row.id, "lease": lease})
    order = RefundOrder(row.id, row.charge_id, Money(row.amount_cents, row.currency), row.params)
    return Claimed(order, sent_before=True, age=row.age, tries=row.attempts + 1)


def _objection(facts: Any, policy: RefundPolicy) -> str | None:
    """Why this approved refund must not be paid after all, as one word for the audit."""
    as_it_is_now = RefundProposal(
        facts.call_id,
        facts.order_customer_id,
        facts.order_id,
        facts.stripe_charge_id or "",
        Money(facts.amount_cents, facts.order_currency),
        facts.reason,
    )
    objections = {
        "decided_late": facts.decided_late,
        "not_enough_reviewers": facts.approvals < facts.required_decisions,
        "facts_changed": as_it_is_now.digest != facts.digest,
        "dispute_open": facts.disputed,
        "more_than_the_order_took": facts.given_order + facts.amount_cents > facts.order_cents,
        "daily_limit_of_customer": facts.given_customer + facts.amount_cents
        > policy.daily_customer_cents,
        "daily_limit": facts.given_all + facts.amount_cents > policy.daily_total_cents,
    }
    return next((reason for reason, holds in objections.items() if holds), None)


def _order(facts: Any) -> RefundOrder:
    refund_id = uuid5(facts.id, "refund")
    return RefundOrder(
        refund_id=refund_id,
        charge_id=facts.stripe_charge_id,
        amount=Money(facts.amount_cents, facts.currency),
        params={"refund_id": str(refund_id), "approval_id": str(facts.id)},
    )


async def _block(connection: AsyncConnection, facts: Any, reason: str, run_id: str) -> None:
    await connection.execute(BLOCK, {"approval_id": facts.id, "reason": reason})
    await record(
        connection,
        action=AuditAction.REFUND_BLOCKED,
        actor=ACTOR,
        subject=f"approval:{facts.id}",
        run_id=run_id,
        customer_id=facts.customer_id,
        detail={"reason": reason},
    )
