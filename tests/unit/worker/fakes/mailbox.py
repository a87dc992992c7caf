"""A mailbox in memory."""

from uuid import UUID

from tests.unit.worker.fakes.moods import Moods
from worker.ports.case_files import OutgoingReply
from worker.ports.failures import Temporary


class FakeMailbox:
    """Keeps ports.Mailbox. `sent` holds every mail that went out, also those nobody noted."""

    def __init__(self) -> None:
        self.moods = Moods()
        self.sent: list[OutgoingReply] = []
        self.answers_lost = 0
        """How many of the next mails go out without the caller hearing of it."""

    async def send(self, reply: OutgoingReply) -> str:
        self.moods.meet("send")
        self.sent.append(reply)
        if self.answers_lost:
            self.answers_lost -= 1
            raise Temporary("the answer was lost")
        return f"pm-{reply.reply_id}"

    async def find(self, reply_id: UUID) -> str | None:
        self.moods.meet("find")
        return next((f"pm-{m.reply_id}" for m in self.sent if m.reply_id == reply_id), None)
