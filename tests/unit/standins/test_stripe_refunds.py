"""notstripe makes refunds as Stripe does, seen through Stripe's own library."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import stripe

from tests.unit.standins.payments import Shop, shopping

DAY_S = 24 * 60 * 60


@pytest.fixture
def shop(live_url: str) -> Iterator[Shop]:
    with shopping(live_url) as shop:
        yield shop


def refused(shop: Shop, key: str, **given: Any) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as error:
        shop.refund(key, **given)
    return error.value


def test_a_refund_is_made_and_keeps_its_metadata(shop: Shop) -> None:
    refund = shop.refund(amount=1900, reason="duplicate", metadata={"refund_id": "r-1"})
    assert (refund.amount, refund.status, refund.charge) == (1900, "succeeded", "ch_1001")
    assert shop.books()["refunds"][0]["metadata"] == {"refund_id": "r-1"}
    charge = shop.stripe.v1.charges.retrieve("ch_1001")
    assert (charge.amount_refunded, charge.refunded) == (1900, False)


def test_a_refund_without_an_amount_gives_back_what_is_left(shop: Shop) -> None:
    shop.refund("a", amount=1000)
    assert shop.refund("b").amount == 3900
    assert shop.stripe.v1.charges.retrieve("ch_1001").refunded


def test_refunds_are_listed_by_charge_and_by_payment(shop: Shop) -> None:
    mine = [shop.refund(str(n), amount=100 + n).id for n in range(3)]
    shop.refund("other", charge="ch_1002")
    by_charge = shop.stripe.v1.refunds.list({"charge": "ch_1001", "limit": 2})
    assert [one.id for one in by_charge.auto_paging_iter()] == mine[::-1]
    by_payment = shop.stripe.v1.refunds.list({"payment_intent": "pi_1001"})
    assert [one.id for one in by_payment.data] == mine[::-1]
    with pytest.raises(stripe.InvalidRequestError, match="No such charge"):
        shop.stripe.v1.refunds.list({"charge": "ch_9"})


def test_a_payment_can_be_refunded_by_its_intent(shop: Shop) -> None:
    refund = shop.stripe.v1.refunds.create({"payment_intent": "pi_1003"})
    assert (refund.charge, refund.amount) == ("ch_1003", 1900)


def test_a_charge_gives_back_no_more_than_it_took(shop: Shop) -> None:
    shop.refund("a", amount=4000)
    too_much = refused(shop, "b", amount=901)
    assert too_much.param == "amount"
    assert "greater than unrefunded amount" in str(too_much)
    shop.refund("c", amount=900)
    assert refused(shop, "d").code == "charge_already_refunded"
    assert sum(one["amount"] for one in shop.books()["refunds"]) == 4900


def test_a_failed_refund_gives_its_amount_back_to_the_charge(shop: Shop) -> None:
    first = shop.refund("a")
    settled = shop.tell(
        f"refunds/{first.id}", status="failed", failure_reason="expired_or_canceled_card"
    )
    assert settled["failure_reason"] == "expired_or_canceled_card"
    assert shop.refund("b").amount == 4900


def test_a_failed_charge_and_a_disputed_one_are_not_refunded(shop: Shop) -> None:
    shop.tell("charges", id="ch_never", amount=1900, status="failed")
    assert refused(shop, "a", charge="ch_never").code == "charge_not_refundable"
    shop.tell("disputes", charge="ch_1002")
    assert refused(shop, "b", charge="ch_1002").code == "charge_disputed"
    assert shop.stripe.v1.charges.retrieve("ch_1002").disputed
    assert shop.stripe.v1.disputes.list({"charge": "ch_1002"}).data[0].reason == "fraudulent"


def test_an_inquiry_leaves_its_charge_refundable(shop: Shop) -> None:
    shop.tell("disputes", charge="ch_1002", refundable=True)
    assert shop.refund(charge="ch_1002").status == "succeeded"


def test_a_key_is_answered_once_and_replayed_afterwards(shop: Shop) -> None:
    first = shop.refund(amount=1000, metadata={"refund_id": "r-1"})
    again = shop.refund(amount=1000, metadata={"refund_id": "r-1"})
    assert again.id == first.id
    assert first.last_response is not None
    assert again.last_response is not None
    assert "idempotent-replayed" not in first.last_response.headers
    assert again.last_response.headers["idempotent-replayed"] == "true"
    assert len(shop.books()["refunds"]) == 1


def test_a_key_with_other_parameters_is_refused(shop: Shop) -> None:
    shop.refund(amount=1000)
    with pytest.raises(stripe.IdempotencyError):
        shop.refund(amount=1001)
    assert len(shop.books()["refunds"]) == 1


def test_a_key_in_flight_is_a_conflict(shop: Shop) -> None:
    shop.tell("next-refund", takes_ms=600)
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(_refund_elsewhere, shop.url)
        _until_in_flight(shop)
        with pytest.raises(stripe.APIError) as conflict:
            shop.refund()
        assert conflict.value.http_status == 409
        assert conflict.value.error is not None
        assert conflict.value.error.code == "idempotency_key_in_use"
        assert slow.result().status == "succeeded"
    assert len(shop.books()["refunds"]) == 1


@pytest.mark.parametrize(("made", "refunds"), [(True, 1), (False, 0)])
def test_an_error_after_work_began_is_kept_and_replayed(
    shop: Shop, made: bool, refunds: int
) -> None:
    shop.tell("next-refund", error=500, made=made)
    for replayed in (None, "true"):
        with pytest.raises(stripe.APIError) as error:
            shop.refund()
        assert error.value.http_status == 500
        assert (error.value.headers or {}).get("idempotent-replayed") == replayed
    assert len(shop.books()["refunds"]) == refunds


def test_an_error_before_work_began_is_not_kept(shop: Shop) -> None:
    shop.break_next(status=500)
    with pytest.raises(stripe.APIError):
        shop.refund()
    assert shop.refund().status == "succeeded"


def test_a_refund_that_cannot_be_made_stays_so_under_its_key(shop: Shop) -> None:
    first = shop.refund("a")
    assert refused(shop, "b").code == "charge_already_refunded"
    shop.tell(f"refunds/{first.id}", status="failed")
    assert refused(shop, "b").code == "charge_already_refunded"
    assert shop.refund("c").status == "succeeded"


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": "x"},
        {"amount": -1},
        {"amount": 10**12},
        {"reason": "because"},
        {"currency": "usd"},
        {"charge": "ch_9"},
        {"charge": ""},
        {"payment_intent": "pi_1001"},
        {"metadata": {"k": "x" * 501}},
        {"metadata": {str(n): "x" for n in range(51)}},
    ],
)
def test_a_request_that_makes_no_sense_is_refused_and_not_kept(
    shop: Shop, wrong: dict[str, object]
) -> None:
    refused(shop, "key-1", **{"amount": 100, **wrong})
    assert shop.books()["idempotency_keys"] == 0
    assert shop.refund("key-1", amount=100).status == "succeeded"


def test_a_key_of_more_than_255_characters_is_refused(shop: Shop) -> None:
    assert "255" in str(refused(shop, "k" * 256))


def test_a_key_is_forgotten_after_a_day(shop: Shop) -> None:
    shop.refund(amount=1000)
    shop.tell("clock", advance_seconds=DAY_S - 60)
    shop.refund(amount=1000)
    assert len(shop.books()["refunds"]) == 1
    assert shop.tell("clock", advance_seconds=120)["ahead_seconds"] == DAY_S + 60
    shop.refund(amount=1000)
    assert len(shop.books()["refunds"]) == 2


def test_an_answer_dropped_after_the_effect_is_found_under_its_key(shop: Shop) -> None:
    shop.break_next(drop_answer="after")
    with pytest.raises(stripe.APIConnectionError):
        shop.refund()
    again = shop.refund()
    assert [one["id"] for one in shop.books()["refunds"]] == [again.id]


def test_a_pending_refund_counts_and_settles_later(shop: Shop) -> None:
    shop.tell("next-refund", status="pending")
    refund = shop.refund()
    assert refund.status == "pending"
    assert refused(shop, "b").code == "charge_already_refunded"
    shop.tell(f"refunds/{refund.id}", status="succeeded")
    assert shop.stripe.v1.refunds.retrieve(refund.id).status == "succeeded"


def _refund_elsewhere(url: str) -> stripe.Refund:
    with shopping(url) as another:
        return another.refund()


def _until_in_flight(shop: Shop) -> None:
    with httpx.Client() as client:
        for _ in range(500):
            if client.get(f"{shop.url}/stripe/ledger.json").json()["in_flight"]:
                return
    raise AssertionError("the slow refund never began")
