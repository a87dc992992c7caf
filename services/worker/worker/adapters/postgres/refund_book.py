"""Keeps ports.RefundBook: the last gate before money moves, and the books afterwards."""

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.audit import AuditAction
from worker.adapters.postgres.audit_trail import record
from worker.adapters.postgres.database import Database
from worker.domain.money import Money
from worker.domain.refund import RefundPolicy, RefundProposal
from worker.ports.failures import Permanent, Temporary
from worker.ports.payments import RefundOrder, RefundReceipt, RefundState
from worker.ports.refund_book import Claimed

ACTOR = "worker:answer-email"
LOOK_AGAIN_S = 0.5

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

SETTLE = text("""
    UPDATE refunds SET status = :status, stripe_refund_id = :provider_id, failure = :failure,
        claimed_until = NULL
    WHERE id = :id AND status = 'sending'
    RETURNING approval_id, customer_id, order_id, amount_cents, currency
""")


class Held(Temporary):
    """Another try has this refund in hand."""


@dataclass(frozen=True)
class PostgresRefundBook:
    """Our books on refunds."""

    database: Database
    policy: RefundPolicy

    async def claim(self, approval_id: UUID, run_id: str, lease: timedelta) -> Claimed | None:
        """See ports.RefundBook.claim."""
        patience = monotonic() + lease.total_seconds()
        while True:
            try:
                return await self.database.transaction(
                    lambda c: _claim(c, self.policy, approval_id, run_id, lease)
                )
            except Held:
                if monotonic() > patience:
                    raise
            await asyncio.sleep(LOOK_AGAIN_S)

    async def made(self, refund_id: UUID, receipt: RefundReceipt, run_id: str) -> None:
        """See ports.RefundBook.made."""
        failed = receipt.state is RefundState.FAILED
        action = AuditAction.REFUND_FAILED if failed else AuditAction.REFUND_ISSUED
        await self._settle(
            refund_id, str(receipt.state), receipt.provider_id, receipt.failure, action, run_id
        )

    async def refused(self, refund_id: UUID, reason: str, run_id: str) -> None:
        """See ports.RefundBook.refused."""
        await self._settle(
            refund_id, "refused", None, reason[:200], AuditAction.REFUND_FAILED, run_id
        )

    async def needs_human(self, refund_id: UUID, run_id: str) -> None:
        """See ports.RefundBook.needs_human."""
        await self._settle(refund_id, "needs_human", None, None, AuditAction.ESCALATED, run_id)

    async def _settle(
        self,
        refund_id: UUID,
        status: str,
        provider_id: str | None,
        failure: str | None,
        action: AuditAction,
        run_id: str,
    ) -> None:
        change = {"status": status, "provider_id": provider_id, "failure": failure}

        async def work(connection: AsyncConnection) -> None:
            found = await connection.execute(SETTLE, {"id": refund_id, **change})
            row = found.one_or_none()
            if row is None:
                return
            await record(
                connection,
                action=action,
                actor=ACTOR,
                subject=f"refund:{refund_id}",
                run_id=run_id,
                customer_id=row.customer_id,
                detail={
                    "approval_id": str(row.approval_id),
                    "order_id": row.order_id,
                    "amount_cents": row.amount_cents,
                    "currency": row.currency,
                    **{key: value for key, value in change.items() if value is not None},
                },
            )

        await self.database.transaction(work)


async def _claim(
    connection: AsyncConnection,
    policy: RefundPolicy,
    approval_id: UUID,
    run_id: str,
    lease: timedelta,
) -> Claimed | None:
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
