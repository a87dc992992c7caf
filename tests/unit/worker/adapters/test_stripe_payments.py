"""Refunds through Stripe's library on notstripe, which counts what was really given back."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import anyio
import httpx
import pytest

from standins.app import create_app
from standins.settings import Settings as StandinSettings
from tests.unit.standins.payments import Shop, shopping
from tests.unit.standins.running import running
from tests.unit.worker.adapters.refund_orders import ORDER
from worker.adapters.stripe_payments import StripePayments
from worker.domain.money import Money
from worker.ports.failures import Permanent, Temporary
from worker.ports.payments import RefundOrder, RefundReceipt, RefundRefusedByProvider, RefundState

DAY_S = 24 * 60 * 60


@pytest.fixture
def shop() -> Iterator[Shop]:
    with running(create_app(StandinSettings(standins_db=""))) as url, shopping(url) as shop:
        yield shop


@pytest.fixture
async def payments(shop: Shop) -> AsyncIterator[StripePayments]:
    async with httpx.AsyncClient() as client:
        yield StripePayments(client, f"{shop.url}/stripe/", "sk_test_local_only")


def anothers(**changed: Any) -> RefundOrder:
    other = uuid4()
    return replace(ORDER, refund_id=other, params={"refund_id": str(other)}, **changed)


async def test_a_refund_is_made_as_ordered(payments: StripePayments, shop: Shop) -> None:
    receipt = await payments.refund(ORDER)
    [made] = shop.books()["refunds"]
    assert receipt == RefundReceipt(made["id"], RefundState.SUCCEEDED)
    assert (made["charge"], made["amount"], made["metadata"]) == ("ch_1001", 4900, ORDER.params)
    assert made["reason"] is None


async def test_an_order_repeated_is_one_refund(payments: StripePayments, shop: Shop) -> None:
    order = replace(ORDER, amount=Money(1000, "usd"))
    assert await payments.refund(order) == await payments.refund(order)
    assert len(shop.books()["refunds"]) == 1


async def test_an_answer_lost_after_the_effect_is_one_refund(
    payments: StripePayments, shop: Shop
) -> None:
    order = replace(ORDER, amount=Money(1000, "usd"))
    shop.break_next(drop_answer="after")
    with pytest.raises(Temporary):
        await payments.refund(order)
    receipt = await payments.refund(order)
    assert [made["id"] for made in shop.books()["refunds"]] == [receipt.provider_id]


async def test_an_answer_lost_before_the_effect_is_one_refund(
    payments: StripePayments, shop: Shop
) -> None:
    shop.break_next(drop_answer="before")
    with pytest.raises(Temporary):
        await payments.refund(ORDER)
    await payments.refund(ORDER)
    assert len(shop.books()["refunds"]) == 1


async def test_after_a_kept_error_the_refund_that_was_made_is_found(
    payments: StripePayments, shop: Shop
) -> None:
    shop.tell("next-refund", error=500, made=True)
    for _ in range(2):
        with pytest.raises(Temporary, match="500"):
            await payments.refund(ORDER)
    [made] = shop.books()["refunds"]
    found = await payments.find(ORDER)
    assert found == RefundReceipt(made["id"], RefundState.SUCCEEDED)


async def test_after_a_kept_error_a_refund_that_was_not_made_is_not_found(
    payments: StripePayments, shop: Shop
) -> None:
    shop.tell("next-refund", error=503)
    with pytest.raises(Temporary):
        await payments.refund(ORDER)
    assert await payments.find(ORDER) is None


async def test_an_order_still_in_flight_is_temporary(payments: StripePayments, shop: Shop) -> None:
    shop.tell("next-refund", takes_ms=400)
    raised: list[str] = []

    async def refund() -> None:
        try:
            await payments.refund(ORDER)
        except Temporary as busy:
            raised.append(str(busy))

    async with anyio.create_task_group() as both:
        both.start_soon(refund)
        both.start_soon(refund)
    assert raised == ["Stripe answered 409 (idempotency_key_in_use)"]
    assert len(shop.books()["refunds"]) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_busy_or_broken_provider_is_temporary(
    payments: StripePayments, shop: Shop, status: int
) -> None:
    shop.break_next(status=status, times=2)
    with pytest.raises(Temporary, match=str(status)):
        await payments.refund(ORDER)
    with pytest.raises(Temporary, match=str(status)):
        await payments.find(ORDER)
    assert (await payments.refund(ORDER)).state is RefundState.SUCCEEDED


async def test_the_key_with_another_amount_is_our_mistake(
    payments: StripePayments, shop: Shop
) -> None:
    await payments.refund(replace(ORDER, amount=Money(1000, "usd")))
    with pytest.raises(Permanent, match="idempotency_error"):
        await payments.refund(replace(ORDER, amount=Money(1001, "usd")))
    assert len(shop.books()["refunds"]) == 1


async def test_what_was_given_back_is_not_given_back_again(payments: StripePayments) -> None:
    await payments.refund(ORDER)
    with pytest.raises(RefundRefusedByProvider, match=r"^charge_already_refunded$"):
        await payments.refund(anothers())


async def test_more_than_is_left_is_refused(payments: StripePayments) -> None:
    with pytest.raises(RefundRefusedByProvider, match=r"^amount_too_large$"):
        await payments.refund(replace(ORDER, amount=Money(4901, "usd")))


async def test_a_disputed_charge_is_refused(payments: StripePayments, shop: Shop) -> None:
    shop.tell("disputes", charge="ch_1001")
    with pytest.raises(RefundRefusedByProvider, match=r"^charge_disputed$"):
        await payments.refund(ORDER)


async def test_a_charge_that_failed_is_refused(payments: StripePayments, shop: Shop) -> None:
    shop.tell("charges", id="ch_never", amount=1900, status="failed")
    with pytest.raises(RefundRefusedByProvider, match=r"^charge_not_refundable$"):
        await payments.refund(anothers(charge_id="ch_never", amount=Money(1900, "usd")))


async def test_an_unknown_charge_is_our_mistake(payments: StripePayments) -> None:
    with pytest.raises(Permanent, match="resource_missing"):
        await payments.refund(replace(ORDER, charge_id="ch_9"))
    with pytest.raises(Permanent, match="resource_missing"):
        await payments.find(replace(ORDER, charge_id="ch_9"))


async def test_a_pending_refund_is_called_pending(payments: StripePayments, shop: Shop) -> None:
    shop.tell("next-refund", status="pending")
    assert (await payments.refund(ORDER)).state is RefundState.PENDING


async def test_a_refund_that_failed_later_is_found_with_its_reason(
    payments: StripePayments, shop: Shop
) -> None:
    receipt = await payments.refund(ORDER)
    shop.tell(
        f"refunds/{receipt.provider_id}", status="failed", failure_reason="lost_or_stolen_card"
    )
    found = await payments.find(ORDER)
    assert found == RefundReceipt(receipt.provider_id, RefundState.FAILED, "lost_or_stolen_card")


async def test_a_refund_is_found_by_our_id_alone_and_on_any_page(
    payments: StripePayments, shop: Shop
) -> None:
    mine = await payments.refund(replace(ORDER, amount=Money(100, "usd")))
    for _ in range(101):
        shop.refund(str(uuid4()), amount=1, metadata={"refund_id": str(uuid4())})
    shop.refund("without metadata", amount=1)
    assert await payments.find(ORDER) == mine
    assert await payments.find(anothers()) is None


async def test_a_key_that_was_forgotten_would_pay_twice_so_one_has_to_look_first(
    payments: StripePayments, shop: Shop
) -> None:
    order = replace(ORDER, amount=Money(1000, "usd"))
    first = await payments.refund(order)
    shop.tell("clock", advance_seconds=DAY_S + 1)
    assert await payments.find(order) == first
    await payments.refund(order)
    assert len(shop.books()["refunds"]) == 2
