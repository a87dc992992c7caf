"""Requests as each vendor would make them, well or badly signed."""

import base64
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

from ingress.settings import Settings

STRIPE_SECRET = "whsec_test_current"
STRIPE_NEXT_SECRET = "whsec_test_next"
ADMIN_SECRET = "whsec_" + base64.b64encode(b"an admin secret of some length").decode()
JSON_TOKEN = "a-token-for-tests"


def settings(**changes: Any) -> Settings:
    """Settings with which everything in this folder verifies."""
    values: dict[str, Any] = {
        "database_url": "postgresql://nobody@localhost:1/none",
        "inngest_base_url": "http://localhost:1",
        "inngest_event_key": "an-event-key",
        "stripe_webhook_secret": f"{STRIPE_SECRET},{STRIPE_NEXT_SECRET}",
        "postmark_webhook_user": "postmark",
        "postmark_webhook_password": "pässwörd:with:colons",
        "admin_webhook_secret": ADMIN_SECRET,
        "json_webhook_token": JSON_TOKEN,
    }
    return Settings(**(values | changes))


def encoded(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def stripe_headers(
    body: bytes, secret: str = STRIPE_SECRET, at: float | None = None
) -> dict[str, str]:
    timestamp = int(time.time() if at is None else at)
    signature = stripe_signature(body, secret, timestamp)
    return {"Stripe-Signature": f"t={timestamp},v1={signature}"}


def stripe_signature(body: bytes, secret: str, timestamp: int) -> str:
    return hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256).hexdigest()


def basic(user: str = "postmark", password: str = "pässwörd:with:colons") -> dict[str, str]:
    credentials = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {credentials}"}


def bearer(token: str = JSON_TOKEN) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def standard_headers(
    body: bytes, secret: str = ADMIN_SECRET, at: float | None = None, message_id: str = "msg_1"
) -> dict[str, str]:
    moment = datetime.fromtimestamp(int(time.time() if at is None else at), tz=UTC)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, moment, body.decode()),
    }


def mail(**changes: Any) -> dict[str, Any]:
    return {
        "MessageID": "22c74902-a0c1-4511-804f-341342852c90",
        "From": "sara@example.com",
        "Subject": "Charged twice",
        "TextBody": "Hello, I was charged twice.",
        "Headers": [{"Name": "Message-ID", "Value": "<1@example.com>"}],
        "Attachments": [],
    } | changes


def stripe_event(**changes: Any) -> dict[str, Any]:
    return {
        "id": "evt_1Q2w3e",
        "object": "event",
        "type": "refund.failed",
        "livemode": False,
        "data": {"object": {"id": "re_1", "object": "refund", "status": "failed"}},
    } | changes


def bounce(**changes: Any) -> dict[str, Any]:
    return {
        "RecordType": "Bounce",
        "ID": 42,
        "Type": "HardBounce",
        "MessageID": "m-1",
        "Email": "gone@example.com",
    } | changes


def investigation(**changes: Any) -> dict[str, Any]:
    return {
        "type": "ticket.investigation_requested",
        "data": {"ticket_id": "2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c"},
    } | changes
