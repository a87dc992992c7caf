"""HTTP Basic credentials, compared in constant time. Source: RFC 7617."""

import base64
import binascii
import hashlib
import hmac

from ingress.refusal import Refusal


class BasicCredentials:
    """One user name and password."""

    def __init__(self, user: str, password: str) -> None:
        self._expected = _digest(f"{user}:{password}".encode())

    def check(self, header: str | None) -> None:
        """Refuse with 401 what is not these credentials.

        Never 403: on 403 Postmark gives an inbound mail up at once. Source: Postmark's article
        on inbound retries.
        """
        given = _decoded(header or "")
        # Digests have one length, so the comparison tells nothing about the password's.
        if not hmac.compare_digest(_digest(given), self._expected):
            raise Refusal(
                401,
                "wrong or missing Basic credentials",
                field="Authorization",
                headers={"WWW-Authenticate": 'Basic realm="webhooks", charset="UTF-8"'},
            )


def _decoded(header: str) -> bytes:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or len(encoded) > 4096:
        return b""
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _digest(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()
