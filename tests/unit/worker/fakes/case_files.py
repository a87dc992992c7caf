"""Case files in memory."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid5

from tests.unit.worker.fakes.clock import Clock
from tests.unit.worker.fakes.moods import Moods
from worker.domain.case import Case, Reply
from worker.domain.refund import Outcome, RefundProposal, Settlement
from worker.ports.case_files import Opened, OutgoingReply, Paused, Turn, Usage, Waiting
from worker.ports.failures import Permanent, Temporary


@dataclass
class Approval:
    """One row of approvals."""

    id: UUID
    call_id: str
    expires_at: float
    outcome: Outcome | None = None
    approved: bool = False


@dataclass
class Work:
    """What the agent did about one message."""

    round: int = 0
    state: str | None = None
    approvals: list[Approval] = field(default_factory=list)
    reply: Reply | None = None


@dataclass
class Draft:
    """A reply on its way out."""

    message_id: UUID
    claimed_until: float | None = None
    provider_id: str | None = None


class FakeCaseFiles:
    """Keeps ports.CaseFiles. `audit` has one (action, subject) pair for each audit row."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.moods = Moods()
        self.inbox: dict[UUID, Case] = {}
        self.suppressed: dict[UUID, str] = {}
        self.pickups: set[tuple[UUID, str, str]] = set()
        self.audit: list[tuple[str, str]] = []
        self.work: dict[UUID, Work] = {}
        self.drafts: dict[UUID, Draft] = {}

    async def open(self, inbox_id: UUID, function_id: str, run_id: str) -> Opened:
        self.moods.meet("open")
        case = self.inbox.get(inbox_id)
        if case is None:
            raise Permanent(f"no inbox row {inbox_id}")
        self.pickups.add((inbox_id, function_id, run_id))
        self._record("email_received", case.message_id)
        suppressed = self.suppressed.get(inbox_id)
        if suppressed:
            self._record("reply_suppressed", case.message_id)
        return Opened(case.ticket_id, case.message_id, suppressed)

    async def load(self, message_id: UUID) -> Case:
        self.moods.meet("load")
        return self._case(message_id)

    async def turn(self, message_id: UUID) -> Turn | None:
        self.moods.meet("turn")
        work = self.work.get(message_id)
        if work is None:
            return None
        if work.reply is not None:
            return Turn(work.round, _reply_id(message_id), ())
        return Turn(work.round, None, tuple(self._waiting(approval) for approval in work.approvals))

    async def file_reply(self, message_id: UUID, round: int, reply: Reply, usage: Usage) -> Turn:
        self.moods.meet("file_reply")
        work = self.work.setdefault(message_id, Work())
        if work.reply is None and work.round == round:
            work.reply = reply
            self.drafts[_reply_id(message_id)] = Draft(message_id)
        return await self._turn(message_id)

    async def file_pause(
        self,
        message_id: UUID,
        round: int,
        state: str,
        proposals: tuple[RefundProposal, ...],
        usage: Usage,
        expires_in: timedelta,
        run_id: str,
    ) -> Turn:
        self.moods.meet("file_pause")
        work = self.work.setdefault(message_id, Work())
        if work.reply is None and work.round == round - 1:
            expires_at = self.clock.now + expires_in.total_seconds()
            work.round, work.state = round, state
            work.approvals = [
                Approval(uuid5(message_id, f"{round}:{asked.call_id}"), asked.call_id, expires_at)
                for asked in proposals
            ]
            for approval in work.approvals:
                self._record("refund_requested", approval.id)
        return await self._turn(message_id)

    async def settle(self, message_id: UUID, round: int, run_id: str) -> None:
        self.moods.meet("settle")
        work = self.work[message_id]
        undecided = [one for one in work.approvals if one.outcome is None and not one.approved]
        if any(approval.expires_at > self.clock.now for approval in undecided):
            raise Temporary("an approval is neither decided nor expired yet")
        for approval in undecided:
            approval.outcome = Outcome.EXPIRED
            self._record("refund_blocked", approval.id)

    async def paused(self, message_id: UUID, round: int) -> Paused | None:
        self.moods.meet("paused")
        work = self.work.get(message_id)
        if work is None or work.reply is not None or work.round != round or work.state is None:
            return None
        return Paused(
            work.state,
            tuple(Settlement(a.call_id, a.outcome or Outcome.BLOCKED) for a in work.approvals),
        )

    async def claim_reply(self, reply_id: UUID, lease: timedelta) -> OutgoingReply | None:
        self.moods.meet("claim_reply")
        draft = self.drafts.get(reply_id)
        if draft is None:
            raise Permanent(f"no reply {reply_id}")
        if draft.provider_id is not None:
            return None
        resumed = draft.claimed_until is not None
        if draft.claimed_until is not None and draft.claimed_until > self.clock.now:
            raise Temporary("another try holds this reply")
        draft.claimed_until = self.clock.now + lease.total_seconds()
        work = self.work.get(draft.message_id)
        reply = work.reply if work else Reply("A notice", "Your refund did not go through.")
        assert reply is not None
        return OutgoingReply(
            reply_id=reply_id,
            ticket_id=self._case(draft.message_id).ticket_id if work else reply_id,
            recipient="sara@example.com",
            subject=reply.subject,
            body=reply.body,
            in_reply_to="<1@example.com>",
            references=None,
            resumed=resumed,
        )

    async def reply_sent(self, reply_id: UUID, provider_id: str, run_id: str) -> None:
        self.moods.meet("reply_sent")
        draft = self.drafts[reply_id]
        if draft.provider_id is None:
            draft.provider_id = provider_id
            self._record("reply_sent", draft.message_id)

    async def _turn(self, message_id: UUID) -> Turn:
        turn = await self.turn(message_id)
        assert turn is not None
        return turn

    def _waiting(self, approval: Approval) -> Waiting:
        decided = approval.approved or approval.outcome is not None
        left = 0 if decided else max(0, round(approval.expires_at - self.clock.now))
        return Waiting(approval.id, left)

    def approval(self, approval_id: UUID) -> Approval:
        """The approval of that id, for tests and the fake refund book."""
        return next(
            one for work in self.work.values() for one in work.approvals if one.id == approval_id
        )

    def draft_notice(self, notice_id: UUID) -> None:
        """Keep the draft of a mail that answers nothing."""
        self.drafts.setdefault(notice_id, Draft(notice_id))

    def record(self, action: str, subject: UUID) -> None:
        """Write one audit row."""
        self._record(action, subject)

    def _case(self, message_id: UUID) -> Case:
        for case in self.inbox.values():
            if case.message_id == message_id:
                return case
        raise Permanent(f"no inbound message {message_id}")

    def _record(self, action: str, subject: UUID) -> None:
        # One row per action and subject, as the audit log's unique key has it.
        if (action, str(subject)) not in self.audit:
            self.audit.append((action, str(subject)))


def _reply_id(message_id: UUID) -> UUID:
    return uuid5(message_id, "answer")
