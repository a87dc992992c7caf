"""Stripe's signature over a webhook's raw body. Source: docs.stripe.com/webhooks/signature.

Not the vendor's library: that takes timestamps of the future, raises TypeError on a non-ASCII
signature, and knows one secret only. The tests hold it beside this as an oracle.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence

from ingress.refusal import Refusal

TOLERANCE_SECONDS = 300
_MAX_HEADER = 4096
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_HEX_SHA256 = re.compile(r"[0-9a-f]{64}")


class StripeSignature:
    """Believes a body that any of these secrets signed within the last or next five minutes."""

    def __init__(self, secrets: Sequence[str], clock: Callable[[], float]) -> None:
        self._secrets = [secret.encode() for secret in secrets]
        self._clock = clock

    def check(self, header: str | None, body: bytes) -> None:
        """Refuse with 400, and without a reason, what is not believed.

        Several signatures and several secrets may be in force while a secret is rolled: any pair
        that matches will do. Every pair is compared, so the time taken tells nothing.
        """
        parsed = parse_header(header or "")
        if parsed is None:
            raise _refusal()
        timestamp, signatures = parsed
        signed = timestamp.encode() + b"." + body
        matches = [
            hmac.compare_digest(hmac.new(secret, signed, hashlib.sha256).hexdigest(), signature)
            for secret in self._secrets
            for signature in signatures
        ]
        recent = abs(self._clock() - int(timestamp)) <= TOLERANCE_SECONDS
        if not any(matches) or not recent:
            raise _refusal()


def parse_header(header: str) -> tuple[str, list[str]] | None:
    """The timestamp as it was written and the v1 signatures; None where either is missing.

    Other schemes are ignored, as Stripe asks: v0 is a decoy.
    """
    if len(header) > _MAX_HEADER or not header.isascii():
        return None
    items = [item.strip().partition("=") for item in header.split(",")]
    timestamps = [value for key, _, value in items if key == "t"]
    signatures = [value for key, _, value in items if key == "v1" and _HEX_SHA256.fullmatch(value)]
    if len(timestamps) != 1 or not signatures or not _TIMESTAMP.fullmatch(timestamps[0]):
        return None
    return timestamps[0], signatures


def _refusal() -> Refusal:
    return Refusal(400, "the signature is not valid", field="Stripe-Signature")
