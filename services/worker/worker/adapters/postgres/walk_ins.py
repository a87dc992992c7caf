"""Walk-ins, as Postgres knows them."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.audit import AuditAction
from worker.adapters.postgres.audit_trail import record
from worker.adapters.postgres.database import Database
from worker.domain.customer import Customer, Tier

BY_ADDRESS = text(
    "SELECT id, name, email, tier FROM customers WHERE lower(email) = lower(:address)"
)
ACTOR = "agent:support"


class PostgresWalkIns:
    """Keeps ports.WalkIns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def customer(self, address: str) -> Customer | None:
        """See ports.WalkIns.customer."""

        async def work(connection: AsyncConnection) -> Customer | None:
            row = (await connection.execute(BY_ADDRESS, {"address": address})).one_or_none()
            return Customer(row.id, row.name, row.email, Tier(row.tier)) if row else None

        return await self._database.transaction(work)

    async def received(self, visit_id: UUID, customer: Customer | None) -> None:
        """See ports.WalkIns.received."""

        async def work(connection: AsyncConnection) -> None:
            await record(
                connection,
                action=AuditAction.EMAIL_RECEIVED,
                actor=ACTOR,
                subject=f"walk-in:{visit_id}",
                customer_id=customer.id if customer else None,
                detail={"engine": False},
            )

        await self._database.transaction(work)
