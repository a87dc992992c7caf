"""Events about the decision on a refund. They wake a run; they are no authority to move money."""

from typing import ClassVar
from uuid import UUID

from contracts.event import Event


class ApprovalRequested(Event):
    """A refund waits for a person; the facts are in the approvals row."""

    name: ClassVar[str] = "refund/approval.requested"
    approval_id: UUID

    @property
    def event_id(self) -> str:
        return self._id(self.approval_id)


class ApprovalDecided(Event):
    """A person decided; the decision is in the approvals row, this is only the wake-up."""

    name: ClassVar[str] = "refund/approval.decided"
    approval_id: UUID

    @property
    def event_id(self) -> str:
        return self._id(self.approval_id)
