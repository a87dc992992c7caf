"""The people who decide about refunds."""

from typing import Protocol
from uuid import UUID


class Reviewers(Protocol):
    """Tells people that a decision is wanted. A courtesy: the approval itself is in our tables."""

    async def tell(self, approval_id: UUID) -> None:
        """Announce one approval.

        Raises:
            Temporary: the message did not get through.
            Permanent: the vendor refuses it.
        """
