"""The refund book in memory, on the approvals of the fake case files."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from tests.unit.worker.fakes.case_files import FakeCaseFiles
from tests.unit.worker.fakes.moods import Moods
from worker.domain.money import Money
from worker.domain.refund import Outcome
from worker.ports.failures import Temporary
from worker.ports.payments import RefundOrder, RefundReceipt, RefundState
from worker.ports.refund_book import Claimed


@dataclass
class Entry:
    """One row of refunds."""

    approval_id: UUID
    first_sent_at: float
    claimed_until: float
    status: str = "sending"
    tries: int = 1


class FakeRefundBook:
    """Keeps ports.RefundBook."""

    def __init__(self, case_files: FakeCaseFiles) -> None:
        self.case_files = case_files
        self.moods = Moods()
        self.entries: dict[UUID, Entry] = {}
        self.ages_by_s = 0
        """How much older a refund is at every later try than the clock says."""

    async def claim(self, approval_id: UUID, run_id: str, lease: timedelta) -> Claimed | None:
        self.moods.meet("claim")
        approval = self.case_files.approval(approval_id)
        refund_id = uuid5(approval_id, "refund")
        now = self.case_files.clock.now
        order = RefundOrder(refund_id, "ch_1", Money(4900, "usd"), {"refund_id": str(refund_id)})
        entry = self.entries.get(refund_id)
        if entry is None:
            if not approval.approved:
                return None
            self.entries[refund_id] = Entry(approval_id, now, now + lease.total_seconds())
            return Claimed(order, False, timedelta(0), 1)
        if entry.status != "sending":
            return None
        if entry.claimed_until > now:
            raise Temporary("another try has this refund in hand")
        entry.tries += 1
        entry.claimed_until = now + lease.total_seconds()
        age = timedelta(seconds=now - entry.first_sent_at + self.ages_by_s)
        return Claimed(order, True, age, entry.tries)

    async def made(self, refund_id: UUID, receipt: RefundReceipt, run_id: str) -> None:
        self.moods.meet("made")
        failed = receipt.state is RefundState.FAILED
        self._settle(refund_id, str(receipt.state), "refund_failed" if failed else "refund_issued")

    async def made_as(
        self, inbox_id: UUID, provider_id: str, function_id: str, run_id: str
    ) -> RefundOrder | None:
        self.moods.meet("made_as")
        self.case_files.pickups.add((inbox_id, function_id, run_id))
        for refund_id in self.entries:
            if provider_id == f"re_{refund_id}":
                return RefundOrder(
                    refund_id, "ch_1", Money(4900, "usd"), {"refund_id": str(refund_id)}
                )
        return None

    async def failed_later(self, refund_id: UUID, failure: str | None, run_id: str) -> UUID | None:
        self.moods.meet("failed_later")
        entry = self.entries[refund_id]
        if entry.status in ("succeeded", "pending"):
            entry.status = "failed"
            self.case_files.record("refund_failed", refund_id)
            self.case_files.draft_notice(refund_id)
        return refund_id if refund_id in self.case_files.drafts else None

    async def refused(self, refund_id: UUID, reason: str, run_id: str) -> None:
        self.moods.meet("refused")
        self._settle(refund_id, "refused", "refund_failed")

    async def needs_human(self, refund_id: UUID, run_id: str) -> None:
        self.moods.meet("needs_human")
        self._settle(refund_id, "needs_human", "escalated")

    def _settle(self, refund_id: UUID, status: str, action: str) -> None:
        entry = self.entries[refund_id]
        if entry.status != "sending":
            return
        entry.status = status
        approval = self.case_files.approval(entry.approval_id)
        issued = status in ("succeeded", "pending")
        approval.outcome = Outcome.ISSUED if issued else Outcome.BLOCKED
        self.case_files.record(action, refund_id)
