"""What every event of the platform promises."""

from typing import ClassVar
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict

INBOX_NAMESPACE = UUID("6f3c1e52-0d0f-5b0a-9c55-3f8a8f6f2a11")


class Event(BaseModel):
    """One message to the engine: a name, an id, and ids of things, never their content.

    Fields are only ever added, with a default: an event of yesterday stays valid. Unknown fields
    are ignored, so an event of tomorrow does too. A rename is a new event.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: ClassVar[str]
    accepts_json: ClassVar[bool] = False
    """Whether `/webhooks/json/{source}/{event}` may send it. Never for what a vendor signs."""

    @property
    def event_id(self) -> str:
        """The engine's deduplication id: the same fact always gives the same id, and is not empty.

        The engine remembers it for 24 h per function only; the guard that lasts is our own tables.
        """
        raise TypeError(f"{type(self).__name__} has no id rule")

    @property
    def data(self) -> dict[str, str]:
        """The event's payload, ready for JSON."""
        fields: dict[str, str] = self.model_dump(mode="json", exclude_none=True)
        return fields

    def _id(self, *parts: object) -> str:
        return ":".join([self.name, *map(str, parts)])


class InboxEvent(Event):
    """An event about something a sender brought to ingress; the content is in the inbox row."""

    inbox_id: UUID

    @property
    def event_id(self) -> str:
        return self._id(self.inbox_id)


def inbox_id(source: str, provider_id: str) -> UUID:
    """The inbox row's id, derived from what the provider calls the message.

    Raises:
        ValueError: either part is empty (an empty id would make unrelated messages equal).
    """
    if not source or not provider_id:
        raise ValueError("source and provider_id must not be empty")
    return uuid5(INBOX_NAMESPACE, f"{source}\n{provider_id}")
