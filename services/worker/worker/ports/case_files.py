"""Tickets, their messages and what was decided about them. Every method is one transaction.

All methods may raise Temporary when the database cannot be reached, and are safe to repeat: the
second call changes nothing and returns what the first one did.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from worker.domain.case import Case, Reply
from worker.domain.refund import RefundProposal, Settlement


@dataclass(frozen=True)
class Opened:
    """An e-mail that became a message of a ticket, or why nobody will answer it."""

    ticket_id: UUID
    message_id: UUID
    suppressed: str | None


@dataclass(frozen=True)
class Usage:
    """What the model's part cost."""

    model: str
    turns: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int


@dataclass(frozen=True)
class Waiting:
    """One approval that a run waits for."""

    approval_id: UUID
    seconds_left: int


@dataclass(frozen=True)
class Turn:
    """Where the agent stands with a message: a reply to send, or approvals to wait for.

    `round` counts the agent's pauses so far: 0 is a reply without any.
    """

    round: int
    reply_id: UUID | None
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True)
class Paused:
    """The agent's saved state, and how the refunds it waited for ended."""

    state: str
    settlements: tuple[Settlement, ...]


@dataclass(frozen=True)
class OutgoingReply:
    """A reply ready for the mailbox; `resumed` says that an earlier try may have gone out."""

    reply_id: UUID
    ticket_id: UUID
    recipient: str
    subject: str
    body: str
    in_reply_to: str | None
    references: str | None
    resumed: bool


class CaseFiles(Protocol):
    """The memory of the support desk."""

    async def open(self, inbox_id: UUID, function_id: str, run_id: str) -> Opened:
        """Turn an inbox row into a ticket's message; note who picked it up; audit it.

        Audits `email_received`, and `reply_suppressed` where mail manners or the per-sender cap
        forbid an answer.

        Raises:
            Permanent: there is no such inbox row.
        """

    async def load(self, message_id: UUID) -> Case:
        """Everything that the agent may know about a message.

        Raises:
            Permanent: there is no such message.
        """

    async def turn(self, message_id: UUID) -> Turn | None:
        """Where the agent stands, or None when it has not been asked yet."""

    async def file_reply(self, message_id: UUID, round: int, reply: Reply, usage: Usage) -> Turn:
        """Keep the agent's reply as a draft. Whoever files first wins; the others get that.

        `round` is the pause that it was resumed from, 0 if there was none.
        """

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
        """Keep the agent's saved state and open an approval for each refund it asks for.

        `round` is the number of this pause, 1 for the first. Audits `refund_requested` for each
        approval. Whoever files first wins; the others get that.
        """

    async def settle(self, message_id: UUID, round: int, run_id: str) -> None:
        """Close the approvals of this round that nobody decided in time.

        Audits `refund_blocked` for each.

        Raises:
            Temporary: an approval of this round is neither decided nor expired yet.
        """

    async def paused(self, message_id: UUID, round: int) -> Paused | None:
        """The state to resume, with the settlements of this round; None if already resumed."""

    async def claim_reply(self, reply_id: UUID, lease: timedelta) -> OutgoingReply | None:
        """Take the reply into one's own hands for so long; None when it has been sent.

        Waits for another holder, who may have died, for as long as such a lease lasts.

        Raises:
            Temporary: somebody else still holds it.
            Permanent: there is no such reply.
        """

    async def reply_sent(self, reply_id: UUID, provider_id: str, run_id: str) -> None:
        """Note that the mailbox took the reply; audits `reply_sent`."""
