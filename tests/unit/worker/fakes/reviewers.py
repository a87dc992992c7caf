"""Reviewers who only listen."""

from uuid import UUID

from tests.unit.worker.fakes.moods import Moods


class FakeReviewers:
    """Keeps ports.Reviewers."""

    def __init__(self) -> None:
        self.moods = Moods()
        self.told: list[UUID] = []

    async def tell(self, approval_id: UUID) -> None:
        self.moods.meet("tell")
        self.told.append(approval_id)
