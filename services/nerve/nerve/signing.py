"""How each sender proves itself, done as the vendor does it."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nerve.samples.sample import Sender
from nerve.settings import (
    AdminSecret,
    JsonToken,
    PostmarkCredentials,
    StripeSecret,
    first_of,
    load,
)


@dataclass(frozen=True)
class Unsigned:
    """What a signature may be over: the body's bytes, the time of sending, the provider's id."""

    provider_id: str
    at: datetime
    body: bytes


class Signer(Protocol):
    """Writes the headers with which one sender proves itself."""

    signs_body: bool
    """Whether another body or another time shows; credentials prove the sender only."""

    def headers(self, unsigned: Unsigned, /) -> dict[str, str]: ...

    def wrong(self) -> dict[str, str]:
        """Credentials that are well-formed and not ours."""
        ...


def signer_of(sender: Sender) -> Signer:
    """The signer with this sender's secret.

    Raises:
        Unusable: the secret's setting is missing.
    """
    match sender:
        case Sender.STRIPE:
            return StripeSigner(first_of(load(StripeSecret).stripe_webhook_secret))
        case Sender.ADMIN:
            return StandardSigner(first_of(load(AdminSecret).admin_webhook_secret))
        case Sender.POSTMARK:
            given = load(PostmarkCredentials)
            password = given.postmark_webhook_password.get_secret_value()
            return BasicSigner(given.postmark_webhook_user, password)
        case Sender.JSON:
            return BearerSigner(first_of(load(JsonToken).json_webhook_token))


class StripeSigner:
    """`t=,v1=` over `t.body`, keyed with the whole whsec_ text. See docs.stripe.com/webhooks."""

    signs_body = True

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def headers(self, unsigned: Unsigned, /) -> dict[str, str]:
        t = str(int(unsigned.at.timestamp()))
        v1 = hmac.new(self._secret, t.encode() + b"." + unsigned.body, hashlib.sha256).hexdigest()
        return {"Stripe-Signature": f"t={t},v1={v1}"}

    def wrong(self) -> dict[str, str]:
        return {"Stripe-Signature": f"t=0,v1={'0' * 64}"}


class StandardSigner:
    """Standard Webhooks, signed with the specification's own library."""

    signs_body = True

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def headers(self, unsigned: Unsigned, /) -> dict[str, str]:
        from standardwebhooks import Webhook

        signature = Webhook(self._secret).sign(
            unsigned.provider_id, unsigned.at, unsigned.body.decode()
        )
        return {
            "webhook-id": unsigned.provider_id,
            "webhook-timestamp": str(int(unsigned.at.timestamp())),
            "webhook-signature": signature,
        }

    def wrong(self) -> dict[str, str]:
        return {"webhook-signature": "v1," + base64.b64encode(bytes(32)).decode()}


class BasicSigner:
    """Postmark signs nothing: HTTP Basic credentials are all there is."""

    signs_body = False

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password

    def headers(self, _unsigned: Unsigned, /) -> dict[str, str]:
        return _basic(self._user, self._password)

    def wrong(self) -> dict[str, str]:
        return _basic(self._user, "not-the-password")


class BearerSigner:
    """Any JSON sender: a shared token."""

    signs_body = False

    def __init__(self, token: str) -> None:
        self._token = token

    def headers(self, _unsigned: Unsigned, /) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}

    def wrong(self) -> dict[str, str]:
        return {"Authorization": "Bearer not-the-token"}


def _basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}
