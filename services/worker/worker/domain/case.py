"""One e-mail to be answered, and everything that is known around it."""

import re
from dataclasses import dataclass
from uuid import UUID

from worker.domain.customer import Customer

NO_SUBJECT = "(no subject)"


@dataclass(frozen=True)
class Letter:
    """One message of a thread. The text is the customer's or ours: data, never instruction."""

    ours: bool
    subject: str
    text: str


@dataclass(frozen=True)
class Case:
    """What the agent may know: this e-mail, its thread, and the customer it is from, if known."""

    ticket_id: UUID
    message_id: UUID
    customer: Customer | None
    email: Letter
    thread: tuple[Letter, ...] = ()


@dataclass(frozen=True)
class Reply:
    """What the agent wants to say."""

    subject: str
    body: str


def thread_subject(subject: str) -> str:
    """The subject under which mail programs keep a reply in its thread; empty if there is none."""
    words = " ".join(subject.split())
    if not words or words == NO_SUBJECT:
        return ""
    return words if re.match(r"(?i)re:", words) else f"Re: {words}"
