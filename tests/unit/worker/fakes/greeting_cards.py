"""Greeting cards in memory."""

from uuid import UUID

from tests.unit.worker.fakes.moods import Moods
from worker.ports.failures import Permanent


class FakeGreetingCards:
    """Keeps ports.GreetingCards."""

    def __init__(self) -> None:
        self.moods = Moods()
        self.names: dict[UUID, str] = {}
        self.greetings: dict[UUID, str] = {}
        self.farewells: dict[UUID, str] = {}

    async def open(self, inbox_id: UUID, function_id: str, run_id: str) -> str:
        self.moods.meet("open")
        if inbox_id not in self.names:
            raise Permanent(f"no inbox row {inbox_id}")
        return self.names[inbox_id]

    async def greeted(self, inbox_id: UUID, text: str) -> None:
        self.greetings.setdefault(inbox_id, text)

    async def bid_farewell(self, inbox_id: UUID, text: str) -> None:
        self.farewells.setdefault(inbox_id, text)
