"""Mail to us, from Postmark. Source: postmarkapp.com/developer/webhooks/inbound-webhook."""

from typing import ClassVar

from starlette.requests import Request

from contracts.customer_events import EmailReceived
from contracts.event import inbox_id
from ingress.bounded_body import MAIL, Bound
from ingress.filing import Filing, JsonObject, OutgoingEvent
from ingress.identifier import is_id
from ingress.refusal import Refusal
from ingress.signatures.basic import BasicCredentials
from ingress.stored_text import replace_unstorable
from ingress.strict_json import parse_object
from ingress.webhooks.mail_trimming import trim
from ingress.webhooks.postmark_events import RECORD_TYPES

SOURCE = "postmark/inbound"


class PostmarkInbound:
    """Keeps every mail that has a MessageID, however odd: a refused mail is lost in the end."""

    route: ClassVar[str] = "postmark_inbound"
    bound: ClassVar[Bound] = MAIL

    def __init__(self, credentials: BasicCredentials) -> None:
        self._credentials = credentials

    def admit(self, request: Request) -> None:
        self._credentials.check(request.headers.get("authorization"))

    def read(self, _request: Request, body: bytes) -> Filing:
        mail = parse_object(body)
        record_type = mail.get("RecordType")
        if isinstance(record_type, str) and record_type in RECORD_TYPES:
            raise Refusal(
                422,
                "this is not a mail but an event about one: send it to /webhooks/postmark/events",
                field="RecordType",
            )
        message_id = mail.get("MessageID")
        if not is_id(message_id):
            raise Refusal(422, "MessageID must be 1 to 200 printable characters", field="MessageID")
        notes: JsonObject = {}
        kept = replace_unstorable(trim(mail, notes), notes)
        event = EmailReceived(inbox_id=inbox_id(SOURCE, message_id))
        return Filing(SOURCE, message_id, "inbound", kept, notes, OutgoingEvent.of(event))
