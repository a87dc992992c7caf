"""Customer records in memory."""

from worker.domain.customer import Order


class FakeCustomerRecords:
    """Keeps ports.CustomerRecords."""

    def __init__(self) -> None:
        self.all_orders: list[Order] = []

    async def orders(self, customer_id: str) -> list[Order]:
        return [order for order in self.all_orders if order.customer_id == customer_id]
