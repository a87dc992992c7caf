"""Any sender that can post JSON with a bearer token."""

import hashlib
import re
from typing import ClassVar
from uuid import UUID

from pydantic import ValidationError
from starlette.requests import Request

from contracts.catalog import EVENTS
from contracts.event import Event, inbox_id
from ingress.bounded_body import SMALL, Bound
from ingress.filing import Filing, JsonObject, OutgoingEvent
from ingress.identifier import is_id
from ingress.refusal import Refusal
from ingress.signatures.bearer import BearerToken
from ingress.stored_text import refuse_unstorable
from ingress.strict_json import parse_object

RESERVED_SOURCES = frozenset({"inngest", "stripe", "postmark", "slack", "admin", "refund"})
_NAME = re.compile(r"[a-z][a-z0-9_.-]{0,63}")


class JsonWebhook:
    """`/webhooks/json/{source}/{event}` becomes the event `{source}/{event}`.

    An event of the catalog must be open to such senders and hold what it promises. Any other name
    is an event of its own, which carries the inbox row's id only.
    """

    route: ClassVar[str] = "json"
    bound: ClassVar[Bound] = SMALL

    def __init__(self, token: BearerToken) -> None:
        self._token = token

    def admit(self, request: Request) -> None:
        self._token.check(request.headers.get("authorization"))
        source, event = _names(request)
        known = EVENTS.get(f"{source}/{event}")
        if source in RESERVED_SOURCES or (known is not None and not known.accepts_json):
            raise Refusal(
                403, f"{source}/{event} has a sender of its own: choose another name", "source"
            )

    def read(self, request: Request, body: bytes) -> Filing:
        source, event = _names(request)
        content = parse_object(body)
        refuse_unstorable(content)
        inbox_source = f"json/{source}"
        provider_id = f"{event}:{_sender_id(request, content, body)}"
        row = inbox_id(inbox_source, provider_id)
        outgoing = _outgoing(f"{source}/{event}", row, content)
        return Filing(
            inbox_source, provider_id, event, content, event=outgoing, id_is_senders_word=True
        )


def _names(request: Request) -> tuple[str, str]:
    source, event = (str(request.path_params[name]) for name in ("source", "event"))
    for field, name in (("source", source), ("event", event)):
        if not _NAME.fullmatch(name):
            rule = "a lower-case letter, then at most 63 of a-z 0-9 _ . -"
            raise Refusal(422, f"the {field} in the path must be {rule}", field=field)
    return source, event


def _sender_id(request: Request, content: JsonObject, body: bytes) -> str:
    """What the sender calls this message; without a name of its own, the body is the name."""
    for header in ("idempotency-key", "webhook-id"):
        if (given := request.headers.get(header)) is not None:
            return _checked(given, header)
    if "id" in content:
        given_id = content["id"]
        is_number = isinstance(given_id, int) and not isinstance(given_id, bool)
        return _checked(str(given_id) if is_number else given_id, "id")
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _checked(value: object, field: str) -> str:
    if not is_id(value):
        raise Refusal(422, f"{field} must be 1 to 200 printable characters", field=field)
    return value


def _outgoing(name: str, row: UUID, content: JsonObject) -> OutgoingEvent:
    model = EVENTS.get(name)
    if model is None:
        return OutgoingEvent(name, f"{name}:{row}", {"inbox_id": str(row)})
    event = _validated(model, {**content, "inbox_id": str(row)})
    for field, value in event.data.items():
        if not is_id(value):
            raise Refusal(422, f"{field} must be 1 to 200 printable characters", field=field)
    return OutgoingEvent.of(event)


def _validated(model: type[Event], fields: JsonObject) -> Event:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise Refusal(422, f"{field}: {first['msg']}", field=field) from None
