"""The way out for replies."""

from typing import Protocol
from uuid import UUID

from worker.ports.case_files import OutgoingReply


class Mailbox(Protocol):
    """Sends e-mail. The vendor has no idempotency key, hence `find`."""

    async def send(self, reply: OutgoingReply) -> str:
        """Hand the reply over, marked with its id, and return the vendor's id for it.

        Raises:
            Temporary: not known to have been sent (busy, unreachable, answer lost).
            Permanent: the vendor refuses this mail or our credentials.
        """

    async def find(self, reply_id: UUID) -> str | None:
        """The vendor's id of the mail that carries this reply's id, if it was sent before.

        Raises:
            Temporary: the vendor cannot be asked now.
        """
