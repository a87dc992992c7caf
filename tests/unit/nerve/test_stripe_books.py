"""Reading Stripe's list of refunds."""

from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from nerve.failures import Unusable
from nerve.settings import StripeBooks
from nerve.stripe_books import StripeLedger

REFUND = {
    "id": "re_1", "object": "refund", "amount": 4900, "charge": "ch_1", "currency": "usd",
    "metadata": {"refund_id": "r1"}, "status": "succeeded",
}  # fmt: skip


def ledger(answer: Any) -> StripeLedger:
    return StripeLedger("http://stripe.test", "sk_x", httpx.MockTransport(answer))


def test_pages_are_asked_for_until_there_are_no_more() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        first = "starting_after" not in request.url.params
        refund = REFUND if first else REFUND | {"id": "re_2"}
        return httpx.Response(200, json={"object": "list", "data": [refund], "has_more": first})

    assert [refund.id for refund in ledger(answer).refunds()] == ["re_1", "re_2"]
    assert asked == [
        "http://stripe.test/v1/refunds?limit=100",
        "http://stripe.test/v1/refunds?limit=100&starting_after=re_1",
    ]


def test_an_empty_page_that_promises_more_is_the_end() -> None:
    page = {"data": [], "has_more": True}
    assert ledger(lambda _: httpx.Response(200, json=page)).refunds() == []


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [
        (401, "{}", "STRIPE_API_KEY: Stripe refuses it"),
        (403, "{}", "STRIPE_API_KEY: Stripe refuses it"),
        (429, "{}", "http://stripe.test answers 429"),
        (500, "oops", "http://stripe.test answers 500"),
        (200, "<html>", "http://stripe.test does not answer as Stripe does"),
        (200, "[]", "http://stripe.test does not answer as Stripe does"),
        (200, '{"data": [{}], "has_more": false}', "http://stripe.test does not answer as"),
    ],
)
def test_a_stripe_that_cannot_be_read_is_one_sentence(status: int, content: str, said: str) -> None:
    with pytest.raises(Unusable, match=said):
        ledger(lambda _: httpx.Response(status, text=content)).refunds()


def test_a_stripe_that_is_not_there_names_the_setting() -> None:
    def hang_up(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    with pytest.raises(Unusable, match=r"STRIPE_API_BASE: nothing answers at http://stripe.test"):
        ledger(hang_up).refunds()


@pytest.mark.parametrize(
    ("key", "base", "url"),
    [
        ("sk_test_local_only", None, "http://standins:8090/stripe"),
        ("sk_live_x", None, "https://api.stripe.com"),
        ("sk_live_x", "http://other/", "http://other"),
        ("sk_test_local_only", "http://other", "http://other"),
    ],
)
def test_the_address_goes_with_the_key(
    monkeypatch: pytest.MonkeyPatch, key: str, base: str | None, url: str
) -> None:
    monkeypatch.delenv("STRIPE_API_BASE", raising=False)
    assert StripeBooks(stripe_api_key=SecretStr(key), stripe_api_base=base).url == url
