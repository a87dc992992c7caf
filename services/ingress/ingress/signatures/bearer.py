"""A bearer token, compared in constant time. Source: RFC 6750."""

import hashlib
import hmac

from ingress.refusal import Refusal


class BearerToken:
    """One token that any JSON sender shares with us."""

    def __init__(self, token: str) -> None:
        self._expected = hashlib.sha256(token.encode()).digest()

    def check(self, header: str | None) -> None:
        """Refuse with 401 what is not this token."""
        scheme, _, given = (header or "").partition(" ")
        # Header values arrive as Latin-1; any of its characters can be encoded back.
        digest = hashlib.sha256(given.strip().encode("utf-8", "replace")).digest()
        if not hmac.compare_digest(digest, self._expected) or scheme.lower() != "bearer":
            raise Refusal(
                401,
                "wrong or missing bearer token",
                field="Authorization",
                headers={"WWW-Authenticate": 'Bearer realm="webhooks"'},
            )
