"""A refund that the model asks for is bounded by our own records."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.customer import Customer, Order, Tier
from worker.domain.money import Money
from worker.domain.refund import RefundProposal, RefundRefused, RefundRequest, propose

SARA = Customer("cus_sara", "Sara", "sara@example.com", Tier.PRO)
ORDER = Order("ord_1", "cus_sara", "Plan", Money(4900, "usd"), "paid", "2026-01-01", "ch_1")
REQUEST = RefundRequest("call_1", "ord_1", 4900, " charged twice ")


def test_a_request_that_our_records_bear_out_becomes_a_proposal():
    assert propose(REQUEST, SARA, [ORDER]) == RefundProposal(
        "call_1", "cus_sara", "ord_1", "ch_1", Money(4900, "usd"), "charged twice"
    )


@pytest.mark.parametrize(
    ("request_", "customer", "orders", "why"),
    [
        (REQUEST, None, [ORDER], "not a known customer"),
        (REQUEST, SARA, [], "no such order"),
        (replace(REQUEST, order_id="ord_2"), SARA, [ORDER], "no such order"),
        (REQUEST, SARA, [replace(ORDER, customer_id="cus_omar")], "no such order"),
        (REQUEST, SARA, [replace(ORDER, charge_id=None)], "nothing was charged"),
        (REQUEST, SARA, [replace(ORDER, status="pending")], "nothing was charged"),
        (REQUEST, SARA, [replace(ORDER, status="refunded")], "nothing was charged"),
        (replace(REQUEST, amount_cents=0), SARA, [ORDER], "between 1 and 4900"),
        (replace(REQUEST, amount_cents=-5), SARA, [ORDER], "between 1 and 4900"),
        (replace(REQUEST, amount_cents=4901), SARA, [ORDER], "between 1 and 4900"),
    ],
)
def test_any_other_request_is_refused_with_the_rule(request_, customer, orders, why):
    with pytest.raises(RefundRefused, match=why):
        propose(request_, customer, orders)


@given(st.integers())
def test_no_amount_above_what_the_order_took_is_ever_proposed(amount):
    try:
        proposal = propose(replace(REQUEST, amount_cents=amount), SARA, [ORDER])
    except RefundRefused:
        assert not 1 <= amount <= 4900
    else:
        assert 1 <= proposal.amount.cents == amount <= 4900


@pytest.mark.parametrize(
    "change",
    [
        {"customer_id": "cus_omar"},
        {"order_id": "ord_2"},
        {"charge_id": "ch_2"},
        {"amount": Money(4901, "usd")},
        {"amount": Money(4900, "eur")},
        {"reason": "other"},
    ],
)
def test_the_digest_changes_with_every_fact(change):
    proposal = propose(REQUEST, SARA, [ORDER])
    assert replace(proposal, **change).digest != proposal.digest


def test_the_digest_does_not_depend_on_the_models_call_id():
    proposal = propose(REQUEST, SARA, [ORDER])
    assert replace(proposal, call_id="other").digest == proposal.digest


def test_money_reads_as_people_write_it():
    assert str(Money(4905, "usd")) == "49.05 USD"
    assert str(Money(500, "jpy")) == "500 JPY"
