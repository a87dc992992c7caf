"""What a webhook becomes once it is believed: one row to file, and perhaps one event to send."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from contracts.event import Event, inbox_id

JsonObject = dict[str, Any]


@dataclass(frozen=True)
class OutgoingEvent:
    """One event for the engine: `data` holds ids only, `id` is never empty."""

    name: str
    id: str
    data: dict[str, str]

    @classmethod
    def of(cls, event: Event) -> "OutgoingEvent":
        return cls(event.name, event.event_id, event.data)


@dataclass(frozen=True)
class Filing:
    """A believed webhook. `kind` is what its sender calls it; without `event` it is only kept."""

    source: str
    provider_id: str
    kind: str
    body: JsonObject
    notes: JsonObject = field(default_factory=dict)
    event: OutgoingEvent | None = None
    id_is_senders_word: bool = False
    """The sender chose the id, and may have given it to two different bodies by mistake."""

    @property
    def inbox_id(self) -> UUID:
        return inbox_id(self.source, self.provider_id)


class Filed(StrEnum):
    """What became of a filing."""

    NEW = "new"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    """The same id with another body: refused, since answering yes would lose the second body."""


class InboxUnavailable(Exception):
    """The inbox cannot say that it kept the row."""


class Unstorable(Exception):
    """The inbox will never keep this row, however often it is sent."""


class Inbox(Protocol):
    """Where accepted webhooks are kept."""

    async def file(self, filing: Filing) -> Filed:
        """Keep the row unless it is there already; when this returns, it survives a crash.

        Raises:
            InboxUnavailable: nothing is known to be kept; filing it again is safe.
            Unstorable: filing it again would fail again.
        """
        ...

    async def answers(self) -> bool:
        """Whether a row could be filed now."""
        ...
