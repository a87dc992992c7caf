"""What our own records say about a customer."""

from typing import Protocol

from worker.domain.customer import Order


class CustomerRecords(Protocol):
    """Read-only; always asked for one customer, so that nothing of another can come back."""

    async def orders(self, customer_id: str) -> list[Order]:
        """The customer's latest orders, newest first, 50 at the most.

        Raises:
            Temporary: the records cannot be read now.
        """
