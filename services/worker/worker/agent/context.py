"""What the tools may reach while they work on one case."""

from dataclasses import dataclass, field

from worker.domain.case import Case
from worker.domain.customer import Order
from worker.domain.refund import Outcome
from worker.ports.customer_records import CustomerRecords


@dataclass(frozen=True)
class SupportContext:
    """Never shown to the model and never saved: given back to a resumed run.

    `outcomes` says how the refunds ended that were asked for so far, by tool call id.
    """

    case: Case
    records: CustomerRecords
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    async def orders(self) -> list[Order]:
        """The orders of this case's customer; of nobody else, whatever the model asks for."""
        if self.case.customer is None:
            return []
        return await self.records.orders(self.case.customer.id)
