"""People who come to the agent directly, with no webhook and no engine in between."""

from typing import Protocol
from uuid import UUID

from worker.domain.customer import Customer


class WalkIns(Protocol):
    """What the agent needs when it runs alone."""

    async def customer(self, address: str) -> Customer | None:
        """Whose address this is, if anybody's.

        Raises:
            Temporary: the records cannot be read now.
        """

    async def received(self, visit_id: UUID, customer: Customer | None) -> None:
        """Audit that an e-mail was handed in: `email_received`, once for each visit.

        Raises:
            Temporary: the audit cannot be written now; the e-mail must not be answered then.
        """
