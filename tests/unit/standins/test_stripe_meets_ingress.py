"""What notstripe sends is what ingress believes and understands."""

import json
import time
from typing import Any

import pytest
from starlette.requests import Request

from ingress.filing import Filing
from ingress.refusal import Refusal
from ingress.signatures.stripe import StripeSignature
from ingress.webhooks.stripe import StripeWebhook
from standins.notstripe.events import event, kinds_for, signature

SECRET = "whsec_local_only"
REFUND = {"id": "re_1", "object": "refund", "status": "failed", "failure_reason": "declined"}
DISPUTE = {"id": "dp_1", "object": "dispute", "charge": "ch_1001"}


def read(kind: str, subject: dict[str, Any], secret: str = SECRET) -> Filing:
    now = int(time.time())
    body = json.dumps(event(kind, subject, now)).encode()
    header = (b"stripe-signature", signature(body, secret, now).encode())
    request = Request({"type": "http", "method": "POST", "headers": [header]})
    webhook = StripeWebhook(StripeSignature([SECRET], time.time), livemode=False)
    return webhook.read(request, body)


def test_the_three_events_of_one_failure_are_one_event_of_ours() -> None:
    filings = [read(kind, REFUND) for kind in kinds_for("failed")]
    events = [filing.event for filing in filings]
    assert len({filing.inbox_id for filing in filings}) == 3
    assert {event.name for event in events if event} == {"stripe/charge.refund.failed"}
    assert len({event.id for event in events if event}) == 1


@pytest.mark.parametrize("kind", ["refund.created", *kinds_for("succeeded")])
def test_a_refund_that_went_well_is_kept_and_starts_nothing(kind: str) -> None:
    assert read(kind, {**REFUND, "status": "succeeded"}).event is None


def test_a_dispute_is_understood() -> None:
    opened = read("charge.dispute.created", DISPUTE).event
    assert opened is not None
    assert opened.name == "stripe/charge.dispute.created"


def test_another_secret_is_not_believed() -> None:
    with pytest.raises(Refusal):
        read("refund.failed", REFUND, secret="whsec_other")
