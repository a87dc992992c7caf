"""Signs short texts with the console's secret, each kind under a name of its own."""

import hashlib
import hmac


class Seal:
    """An HMAC-SHA256 per purpose: a sealed session is never a valid form token, or the reverse."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = hmac.digest(secret.encode(), purpose.encode(), hashlib.sha256)

    def of(self, text: str) -> str:
        """The seal, as 64 hexadecimal digits."""
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()

    def fits(self, text: str, seal: str) -> bool:
        """Whether `seal` is the seal of `text`, in constant time; any text may be asked."""
        return hmac.compare_digest(self.of(text).encode(), seal.encode(errors="replace"))
