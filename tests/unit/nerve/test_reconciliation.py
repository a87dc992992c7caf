"""Every way in which Stripe's books, ours and the audit log can disagree has a name."""

from typing import Any

import pytest

from nerve.reconciliation import reconciled
from nerve.stripe_books import StripeRefund

OURS = {
    "id": "r1", "approval_id": "a1", "charge_id": "ch_1", "amount_cents": 4900, "currency": "usd",
    "status": "succeeded", "stripe_refund_id": "re_1", "fresh": False, "approved": True,
}  # fmt: skip
ISSUED = {"seq": 7, "subject": "refund:r1", "detail": {"amount_cents": 4900}}


def stripe(**other: Any) -> StripeRefund:
    facts = {
        "id": "re_1", "charge": "ch_1", "amount": 4900, "currency": "usd", "status": "succeeded",
        "metadata": {},
    }  # fmt: skip
    return StripeRefund(**{**facts, **other})


def kinds(there: list[StripeRefund], ours: list[Any], issued: list[Any]) -> list[str]:
    return [found.kind for found in reconciled(there, ours, issued).disagreements]


def test_books_that_agree_have_nothing_to_say() -> None:
    found = reconciled([stripe()], [OURS], [ISSUED])
    assert (found.at_stripe, found.ours, found.audited, found.disagreements) == (1, 1, 1, [])


@pytest.mark.parametrize(
    ("at_stripe", "ours", "expected"),
    [
        ({"amount": 4800}, {}, ["amount"]),
        ({"currency": "eur"}, {}, ["currency"]),
        ({"charge": "ch_2"}, {}, ["charge"]),
        ({"status": "pending"}, {}, ["status"]),
        ({"status": "failed"}, {}, ["status"]),
        ({"amount": 1, "status": "failed"}, {}, ["amount", "status"]),
        ({"status": "requires_action"}, {"status": "pending"}, []),
        ({"status": "canceled"}, {"status": "failed"}, []),
        ({"id": "re_9"}, {}, ["ours-only", "stripe-only"]),
        ({}, {"approved": False}, ["unapproved"]),
        ({}, {"status": "needs_human"}, ["audit-only", "status"]),
    ],
)
def test_each_disagreement_has_a_name(
    at_stripe: dict[str, Any], ours: dict[str, Any], expected: list[str]
) -> None:
    assert kinds([stripe(**at_stripe)], [OURS | ours], [ISSUED]) == expected


@pytest.mark.parametrize(
    ("ours", "issued", "expected"),
    [
        ({}, [ISSUED], ["ours-only"]),
        ({"stripe_refund_id": None}, [ISSUED], ["ours-only"]),
        ({"stripe_refund_id": None, "status": "sending"}, [], ["ours-only"]),
        ({"stripe_refund_id": None, "status": "sending", "fresh": True}, [], []),
        ({"stripe_refund_id": None, "status": "refused"}, [], []),
        ({"stripe_refund_id": None, "status": "failed"}, [], []),
        ({"stripe_refund_id": None, "status": "needs_human"}, [], ["undecided"]),
        ({"stripe_refund_id": None, "status": "refused"}, [ISSUED], ["audit-only"]),
    ],
)
def test_what_stripe_does_not_have_is_named(
    ours: dict[str, Any], issued: list[Any], expected: list[str]
) -> None:
    assert kinds([], [OURS | ours], issued) == expected


def test_a_refund_is_recognised_by_our_id_in_its_metadata() -> None:
    ours = OURS | {"stripe_refund_id": None, "status": "sending", "fresh": True}
    assert kinds([stripe(metadata={"refund_id": "r1"})], [ours], []) == []
    assert kinds([stripe(metadata={"refund_id": "r2"})], [ours], []) == ["stripe-only"]


def test_two_at_stripe_for_one_of_ours_is_the_worst_and_named() -> None:
    twice = [stripe(), stripe(id="re_2", metadata={"refund_id": "r1"})]
    assert kinds(twice, [OURS], [ISSUED]) == ["refunded-twice"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"subject": "approval:a1"}, []),
        ({"subject": "x", "detail": {"refund_id": "r1"}}, []),
        ({"subject": "x", "detail": {"approval_id": "a1"}}, []),
        ({"detail": {}}, []),
        ({"detail": {"amount_cents": 1}}, ["audit-amount"]),
        ({"subject": "refund:r2"}, ["audit-only", "unaudited"]),
    ],
)
def test_the_audit_log_is_held_against_our_books(
    entry: dict[str, Any], expected: list[str]
) -> None:
    assert kinds([stripe()], [OURS], [ISSUED | entry]) == expected


def test_a_refund_that_failed_needs_no_audit_row_of_being_issued() -> None:
    assert kinds([stripe(status="failed")], [OURS | {"status": "failed"}], []) == []
