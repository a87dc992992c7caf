"""Stripe's own library as a client of notstripe, and what tests tell notstripe."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import httpx
import stripe


class Shop:
    """Makes refunds the way a merchant does."""

    def __init__(self, url: str, client: stripe.StripeClient) -> None:
        self.url = url
        self.stripe = client

    def refund(self, key: str = "key-1", charge: str = "ch_1001", **given: Any) -> stripe.Refund:
        params: Any = {"charge": charge, **given}
        return self.stripe.v1.refunds.create(params, {"idempotency_key": key})

    def tell(self, what: str, **instruction: Any) -> dict[str, Any]:
        """An instruction to notstripe, which has to be understood."""
        answer = httpx.post(f"{self.url}/stripe/control/{what}", json=instruction)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def break_next(self, **rule: Any) -> None:
        """A misbehaviour of the next call."""
        assert httpx.post(f"{self.url}/control/stripe", json=rule).status_code == 200

    def books(self) -> dict[str, Any]:
        body: dict[str, Any] = httpx.get(f"{self.url}/stripe/ledger.json").json()
        return body


@contextmanager
def shopping(url: str) -> Iterator[Shop]:
    with closing(stripe.RequestsClient()) as connections:
        client = stripe.StripeClient(
            "sk_test_x",
            base_addresses={"api": f"{url}/stripe"},
            http_client=connections,
            max_network_retries=0,
        )
        yield Shop(url, client)
