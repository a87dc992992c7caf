"""What Postmark says about mail we sent. Source: postmarkapp.com/developer/webhooks.

Postmark drops such an event at the first 4xx, so that wrong credentials lose it: the counter
`ingress_webhooks_total{route="postmark_events",outcome="refused_401"}` is one to alert on.
"""

import hashlib
from typing import Any, ClassVar

from starlette.requests import Request

from contracts.event import InboxEvent, inbox_id
from contracts.vendor_events import EmailBounced, EmailComplained
from ingress.bounded_body import SMALL, Bound
from ingress.filing import Filing, JsonObject, OutgoingEvent
from ingress.identifier import is_id
from ingress.refusal import Refusal
from ingress.signatures.basic import BasicCredentials
from ingress.stored_text import replace_unstorable
from ingress.strict_json import parse_object

SOURCE = "postmark/events"
RECORD_TYPES = frozenset(
    {"Bounce", "SpamComplaint", "Delivery", "Open", "Click", "SubscriptionChange"}
)
_EVENTS: dict[str, type[InboxEvent]] = {
    "Bounce": EmailBounced,
    "SpamComplaint": EmailComplained,
}


class PostmarkEvents:
    """Bounces and complaints become events; deliveries and the rest are only kept."""

    route: ClassVar[str] = "postmark_events"
    bound: ClassVar[Bound] = SMALL

    def __init__(self, credentials: BasicCredentials) -> None:
        self._credentials = credentials

    def admit(self, request: Request) -> None:
        self._credentials.check(request.headers.get("authorization"))

    def read(self, request: Request, body: bytes) -> Filing:
        notes: JsonObject = {}
        record = replace_unstorable(parse_object(body), notes)
        record_type = record.get("RecordType")
        if not is_id(record_type):
            raise Refusal(422, "RecordType is missing or not a short text", field="RecordType")
        trace = request.headers.get("x-pm-webhook-trace-id")
        if is_id(trace):
            notes["trace_id"] = trace
        provider_id = _provider_id(record_type, record, body)
        return Filing(
            SOURCE, provider_id, record_type, record, notes, _mapped(record_type, provider_id)
        )


def _provider_id(record_type: str, record: JsonObject, body: bytes) -> str:
    """One message may be delivered once per recipient and bounce too: its own id is too coarse."""
    match record_type:
        case "Bounce":
            return f"bounce:{_number(record, 'ID')}"
        case "SpamComplaint":
            return f"spam:{_number(record, 'ID')}"
        case "Delivery":
            recipient = _text(record, "Recipient").lower().encode()
            digest = hashlib.sha256(recipient).hexdigest()[:16]
            return f"delivery:{_id(record, 'MessageID')}:{digest}"
    return f"other:{hashlib.sha256(body).hexdigest()}"


def _mapped(record_type: str, provider_id: str) -> OutgoingEvent | None:
    if (event := _EVENTS.get(record_type)) is None:
        return None
    return OutgoingEvent.of(event(inbox_id=inbox_id(SOURCE, provider_id)))


def _number(record: JsonObject, name: str) -> int:
    value: Any = record.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 63:
        raise Refusal(422, f"{name} is missing or not a whole number", field=name)
    return value


def _id(record: JsonObject, name: str) -> str:
    value: Any = record.get(name)
    if not is_id(value):
        raise Refusal(422, f"{name} must be 1 to 200 printable characters", field=name)
    return value


def _text(record: JsonObject, name: str) -> str:
    value: Any = record.get(name)
    if not isinstance(value, str) or not value:
        raise Refusal(422, f"{name} is missing or not a text", field=name)
    return value
