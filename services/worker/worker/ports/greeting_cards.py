"""The two texts of the greeting demonstration."""

from typing import Protocol
from uuid import UUID


class GreetingCards(Protocol):
    """Keeps what was said to whom, so that step data carries ids only. Safe to repeat."""

    async def open(self, inbox_id: UUID, function_id: str, run_id: str) -> str:
        """Note who picked the row up, and return the name of whom to greet.

        Raises:
            Permanent: there is no such inbox row, or it names nobody.
            Temporary: the database cannot be reached.
        """

    async def greeted(self, inbox_id: UUID, text: str) -> None:
        """Keep the greeting; the first one stays."""

    async def bid_farewell(self, inbox_id: UUID, text: str) -> None:
        """Keep the farewell; the first one stays."""
