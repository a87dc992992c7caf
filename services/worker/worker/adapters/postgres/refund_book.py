"""Keeps ports.RefundBook: the last gate before money moves, and the books afterwards."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.audit import AuditAction
from worker.adapters.postgres import claiming_refund, late_failure
from worker.adapters.postgres.audit_trail import record
from worker.adapters.postgres.database import Database
from worker.domain.refund import RefundPolicy
from worker.ports.payments import RefundOrder, RefundReceipt, RefundState
from worker.ports.refund_book import Claimed

ACTOR = "worker:answer-email"
LOOK_AGAIN_S = 0.5

SETTLE = text("""
    UPDATE refunds SET status = :status, stripe_refund_id = :provider_id, failure = :failure,
        claimed_until = NULL
    WHERE id = :id AND status = 'sending'
    RETURNING approval_id, customer_id, order_id, amount_cents, currency
""")


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
                    lambda c: claiming_refund.claim(c, self.policy, approval_id, run_id, lease)
                )
            except claiming_refund.Held:
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

    async def made_as(
        self, inbox_id: UUID, provider_id: str, function_id: str, run_id: str
    ) -> RefundOrder | None:
        """See ports.RefundBook.made_as."""
        return await self.database.transaction(
            lambda c: late_failure.made_as(c, inbox_id, provider_id, function_id, run_id)
        )

    async def failed_later(self, refund_id: UUID, failure: str | None, run_id: str) -> UUID | None:
        """See ports.RefundBook.failed_later."""
        return await self.database.transaction(
            lambda c: late_failure.note(c, refund_id, failure, run_id)
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
