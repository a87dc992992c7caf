"""Standard Webhooks signatures. Source: github.com/standard-webhooks, spec/standard-webhooks.md."""

import base64
import binascii
import re
from collections.abc import Sequence

from standardwebhooks import Webhook, WebhookVerificationError
from starlette.datastructures import Headers

from ingress.refusal import Refusal

MIN_SECRET_BYTES = 24
_PREFIX = "whsec_"
_MAX_HEADER = 4096
# A dot would let parts of the signed text change places: it is id, dot, timestamp, dot, body.
_ID = re.compile(r"[\x21-\x2d\x2f-\x7e]{1,200}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v1,[A-Za-z0-9+/]{43}=")


class StandardSignature:
    """Believes a body that any of these secrets signed within the last or next five minutes."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._webhooks = [Webhook(secret) for secret in secrets]

    def check(self, headers: Headers, body: bytes) -> str:
        """The message's id, which is the same in every retry.

        Raises:
            Refusal: 401, and without a reason, for what is not believed.
        """
        message_id = headers.get("webhook-id", "")
        timestamp = headers.get("webhook-timestamp", "")
        # The library raises all sorts on malformed members, so that it only sees well-formed ones.
        given = headers.get("webhook-signature", "")[:_MAX_HEADER].split(" ")
        signatures = [member for member in given if _SIGNATURE.fullmatch(member)]
        if not _ID.fullmatch(message_id) or not _TIMESTAMP.fullmatch(timestamp) or not signatures:
            raise _refusal()
        checked = {
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": " ".join(signatures),
        }
        if not any([_verifies(webhook, checked, body) for webhook in self._webhooks]):
            raise _refusal()
        return message_id


def secret_problem(secret: str) -> str | None:
    """Why `secret` cannot be one, without repeating any of it; None where it can."""
    if not secret.startswith(_PREFIX):
        return f"does not start with {_PREFIX}"
    encoded = secret.removeprefix(_PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        return f"is not base64 after {_PREFIX}"
    if len(key) < MIN_SECRET_BYTES:
        return f"holds fewer than {MIN_SECRET_BYTES} bytes"
    return None


def _verifies(webhook: Webhook, headers: dict[str, str], body: bytes) -> bool:
    try:
        webhook.verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):  # ValueError: the body is not UTF-8
        return False
    return True


def _refusal() -> Refusal:
    return Refusal(401, "the signature is not valid", field="webhook-signature")
