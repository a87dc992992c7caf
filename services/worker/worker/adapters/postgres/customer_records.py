"""Customers and their orders, as Postgres has them."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from worker.adapters.postgres.database import Database
from worker.domain.customer import Order
from worker.domain.money import Money

ORDERS = text("""
    SELECT id, customer_id, description, amount_cents, currency, status,
           to_char(created_at, 'YYYY-MM-DD') AS placed_on, stripe_charge_id
    FROM orders WHERE customer_id = :customer_id ORDER BY created_at DESC, id DESC LIMIT 50
""")


class PostgresCustomerRecords:
    """Keeps ports.CustomerRecords."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def orders(self, customer_id: str) -> list[Order]:
        """See ports.CustomerRecords.orders."""

        async def work(connection: AsyncConnection) -> list[Order]:
            rows = await connection.execute(ORDERS, {"customer_id": customer_id})
            return [
                Order(
                    id=row.id,
                    customer_id=row.customer_id,
                    description=row.description,
                    amount=Money(row.amount_cents, row.currency),
                    status=row.status,
                    placed_on=row.placed_on,
                    charge_id=row.stripe_charge_id,
                )
                for row in rows
            ]

        return await self._database.transaction(work)
