"""What notstripe tells about: Stripe's event objects, signed as Stripe signs them."""

import hashlib
import hmac
import secrets
from typing import Any

API_VERSION = "2026-06-24.dahlia"


def event(
    kind: str, subject: dict[str, Any], now: int, *, idempotency_key: str | None = None
) -> dict[str, Any]:
    """An event of this type about a refund, a charge or a dispute as it is now."""
    return {
        "id": f"evt_{secrets.token_hex(12)}",
        "object": "event",
        "api_version": API_VERSION,
        "created": now,
        "data": {"object": subject},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": idempotency_key},
        "type": kind,
    }


def signature(body: bytes, secret: str, at: int) -> str:
    """The Stripe-Signature header. Source: docs.stripe.com/webhooks/signature."""
    signed = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


def kinds_for(status: str) -> tuple[str, ...]:
    """The event types for a refund that takes on this status: one failure makes three events.

    Source: docs.stripe.com/changelog/acacia/2024-10-28/refund-webhook-update.
    """
    if status == "failed":
        return ("refund.updated", "charge.refund.updated", "refund.failed")
    return ("refund.updated", "charge.refund.updated")
