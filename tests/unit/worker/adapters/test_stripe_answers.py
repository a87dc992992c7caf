"""What goes over the wire to Stripe, and what its answers mean."""

import anyio
import httpx
import pytest

from tests.unit.worker.adapters.refund_orders import ORDER, REFUND_ID
from tests.unit.worker.adapters.vendor import Vendor, answering, breaking
from worker.adapters import stripe_payments
from worker.adapters.stripe_payments import StripePayments
from worker.ports.failures import Permanent, Temporary
from worker.ports.payments import RefundReceipt, RefundState


def at(vendor: Vendor) -> StripePayments:
    return StripePayments(vendor.client, "http://stripe.test", "sk_test_very_secret")


async def test_what_is_sent_is_exactly_the_order() -> None:
    body = {"id": "re_1", "object": "refund", "status": "succeeded"}
    vendor = answering(200, body)
    await at(vendor).refund(ORDER)
    await at(vendor).refund(ORDER)
    first, second = vendor.asked
    assert str(first.url) == "http://stripe.test/v1/refunds"
    assert first.headers["idempotency-key"] == f"refund:{REFUND_ID}"
    assert first.headers["authorization"] == "Bearer sk_test_very_secret"
    assert first.content == second.content
    assert dict(httpx.QueryParams(first.content.decode())) == {
        "charge": "ch_1001",
        "amount": "4900",
        "metadata[refund_id]": str(REFUND_ID),
        "metadata[approval_id]": "a-1",
    }


@pytest.mark.parametrize(
    ("status", "code"), [(401, None), (403, None), (400, "parameter_unknown"), (404, None)]
)
async def test_a_refusal_is_permanent_and_quotes_nobody(status: int, code: str | None) -> None:
    refusal = {"error": {"type": "x", "code": code, "message": "sk_test_very_secret sara@x.test"}}
    with pytest.raises(Permanent, match=f"answered {status}") as caught:
        await at(answering(status, refusal)).refund(ORDER)
    assert "sara" not in str(caught.value)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502])
@pytest.mark.parametrize("body", [None, {}, {"error": {"message": "busy"}}])
async def test_trouble_without_an_explanation_is_temporary(status: int, body: object) -> None:
    with pytest.raises(Temporary, match=str(status)):
        await at(answering(status, body)).refund(ORDER)


async def test_a_rate_limit_that_comes_as_a_400_is_temporary() -> None:
    refusal = {"error": {"type": "invalid_request_error", "code": "rate_limit"}}
    with pytest.raises(Temporary, match="rate_limit"):
        await at(answering(400, refusal)).refund(ORDER)


@pytest.mark.parametrize("status", ["requires_action", "something new", None])
async def test_a_refund_in_an_unknown_state_is_pending(status: str | None) -> None:
    body = {"id": "re_1", "object": "refund", "status": status}
    receipt = await at(answering(200, body)).refund(ORDER)
    assert receipt == RefundReceipt("re_1", RefundState.PENDING)


@pytest.mark.parametrize("error", [httpx.ConnectError("x"), httpx.ReadTimeout("x")])
async def test_an_unreachable_provider_is_temporary_and_asked_once(error: Exception) -> None:
    vendor = breaking(error)
    with pytest.raises(Temporary, match=type(error).__name__):
        await at(vendor).refund(ORDER)
    assert len(vendor.asked) == 1


@pytest.mark.parametrize(
    "body", [{}, [], {"object": "refund"}, {"id": "re_1"}, None, {"id": 7, "object": "refund"}]
)
async def test_an_answer_that_is_no_refund_is_temporary(body: object) -> None:
    with pytest.raises(Temporary):
        await at(answering(200, body)).refund(ORDER)
    with pytest.raises(Temporary):
        await at(answering(200, body)).find(ORDER)


async def test_a_provider_that_never_answers_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def dawdle(_request: httpx.Request) -> httpx.Response:
        await anyio.sleep(60)
        raise AssertionError("nobody waits that long")

    monkeypatch.setattr(stripe_payments, "REFUND_LIMIT_S", 0.05)
    client = httpx.AsyncClient(transport=httpx.MockTransport(dawdle))
    with pytest.raises(Temporary, match="TimeoutError"):
        await StripePayments(client, "http://stripe.test", "sk_test_x").refund(ORDER)


def test_looking_and_paying_fit_into_the_time_a_refund_is_claimed() -> None:
    from worker.flows.refunding import PAY_LEASE

    limit = stripe_payments.FIND_LIMIT_S + stripe_payments.REFUND_LIMIT_S
    assert limit < PAY_LEASE.total_seconds() / 1.5
