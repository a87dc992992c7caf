"""Stripe's webhooks. Source: docs.stripe.com/webhooks."""

import re
from dataclasses import replace
from typing import Any, ClassVar

from starlette.requests import Request

from contracts.vendor_events import StripeDisputeCreated, StripeRefundFailed
from ingress.bounded_body import SMALL, Bound
from ingress.filing import Filing, JsonObject, OutgoingEvent
from ingress.identifier import is_id
from ingress.refusal import Refusal
from ingress.signatures.stripe import StripeSignature
from ingress.stored_text import replace_unstorable
from ingress.strict_json import parse_object

SOURCE = "stripe"
_EVENT_ID = re.compile(r"evt_[A-Za-z0-9_]{1,190}")
_REFUND_UPDATES = frozenset({"refund.updated", "charge.refund.updated"})


class StripeWebhook:
    """Believes what one of our secrets signed and what is of our mode, live or test."""

    route: ClassVar[str] = "stripe"
    bound: ClassVar[Bound] = SMALL

    def __init__(self, signature: StripeSignature, livemode: bool) -> None:
        self._signature = signature
        self._livemode = livemode

    def admit(self, request: Request) -> None:
        """The signature is over the body: there is nothing to say before that."""

    def read(self, request: Request, body: bytes) -> Filing:
        self._signature.check(request.headers.get("stripe-signature"), body)
        notes: JsonObject = {}
        event = replace_unstorable(parse_object(body), notes)
        self._check_envelope(event)
        filing = Filing(SOURCE, event["id"], event["type"], event, notes)
        return replace(filing, event=_mapped(filing))

    def _check_envelope(self, event: JsonObject) -> None:
        event_id = event.get("id")
        if not isinstance(event_id, str) or not _EVENT_ID.fullmatch(event_id):
            raise Refusal(400, "id is not a Stripe event's id", field="id")
        if event.get("object") not in ("event", "v2.core.event"):
            raise Refusal(400, "object is not event", field="object")
        if not is_id(event.get("type")):
            raise Refusal(400, "type is not a Stripe event's type", field="type")
        if event.get("livemode") is not self._livemode:
            mode = "live" if self._livemode else "test"
            raise Refusal(400, f"this endpoint takes events of {mode} mode only", field="livemode")


def _mapped(filing: Filing) -> OutgoingEvent | None:
    """Our event for Stripe's, or None where we have none: then it is only kept."""
    event = filing.body
    if event["object"] != "event":
        filing.notes["not_mapped"] = "a thin event carries no object"
        return None
    if event.get("account") is not None:
        filing.notes["not_mapped"] = "an event of a connected account"
        return None
    subject = _subject(event)
    match event["type"]:
        # Stripe says when: "Occurs when a refund has failed."
        case "refund.failed":
            return _refund_failed(filing, subject)
        # "Occurs when a refund is updated": also to succeeded, pending and canceled.
        case kind if kind in _REFUND_UPDATES and subject.get("status") == "failed":
            return _refund_failed(filing, subject)
        # "Occurs whenever a customer disputes a charge with their bank."
        case "charge.dispute.created":
            return _dispute_created(filing, subject)
    return None


def _refund_failed(filing: Filing, refund: JsonObject) -> OutgoingEvent | None:
    if not is_id(refund.get("id")):
        filing.notes["not_mapped"] = "data.object.id is not a refund's id"
        return None
    return OutgoingEvent.of(
        StripeRefundFailed(inbox_id=filing.inbox_id, refund_id=refund["id"], status="failed")
    )


def _dispute_created(filing: Filing, dispute: JsonObject) -> OutgoingEvent | None:
    if not is_id(dispute.get("id")) or not is_id(dispute.get("charge")):
        filing.notes["not_mapped"] = "data.object has no id or no charge"
        return None
    return OutgoingEvent.of(
        StripeDisputeCreated(
            inbox_id=filing.inbox_id, dispute_id=dispute["id"], charge_id=dispute["charge"]
        )
    )


def _subject(event: JsonObject) -> JsonObject:
    data: Any = event.get("data")
    subject = data.get("object") if isinstance(data, dict) else None
    return subject if isinstance(subject, dict) else {}
