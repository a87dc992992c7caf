"""Our own admin tools, which sign as Standard Webhooks asks."""

from typing import Any, ClassVar

from starlette.requests import Request

from contracts.business_events import TicketInvestigationRequested
from contracts.event import inbox_id
from ingress.bounded_body import SMALL, Bound
from ingress.filing import Filing, JsonObject, OutgoingEvent
from ingress.identifier import is_id
from ingress.refusal import Refusal
from ingress.signatures.standard import StandardSignature
from ingress.stored_text import refuse_unstorable
from ingress.strict_json import parse_object

SOURCE = "admin"


class AdminWebhook:
    """`{"type": "ticket.investigation_requested", "data": {"ticket_id": ...}}`, or others."""

    route: ClassVar[str] = "admin"
    bound: ClassVar[Bound] = SMALL

    def __init__(self, signature: StandardSignature) -> None:
        self._signature = signature

    def admit(self, request: Request) -> None:
        """The signature is over the body: there is nothing to say before that."""

    def read(self, request: Request, body: bytes) -> Filing:
        message_id = self._signature.check(request.headers, body)
        message = parse_object(body)
        refuse_unstorable(message)
        kind = message.get("type")
        if not is_id(kind):
            raise Refusal(422, "type is missing or not a short text", field="type")
        event = None
        if kind == "ticket.investigation_requested":
            event = OutgoingEvent.of(
                TicketInvestigationRequested(
                    inbox_id=inbox_id(SOURCE, message_id), ticket_id=_ticket_id(message)
                )
            )
        return Filing(SOURCE, message_id, kind, message, event=event)


def _ticket_id(message: JsonObject) -> str:
    data: Any = message.get("data")
    ticket_id = data.get("ticket_id") if isinstance(data, dict) else None
    if not is_id(ticket_id):
        raise Refusal(
            422, "data.ticket_id must be 1 to 200 printable characters", field="data.ticket_id"
        )
    return ticket_id
