"""Our check of Stripe's signature, beside the vendor's own."""

import json
import time

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from ingress.refusal import Refusal
from ingress.signatures.stripe import StripeSignature, parse_header
from tests.unit.ingress import senders

SECRET = senders.STRIPE_SECRET
BODY = senders.encoded(senders.stripe_event())


def _believes(header: str | None, body: bytes = BODY, *, now: float | None = None) -> bool:
    try:
        StripeSignature([SECRET], lambda: time.time() if now is None else now).check(header, body)
    except Refusal:
        return False
    return True


def _vendor_believes(header: str, body: bytes) -> bool:
    try:
        stripe.Webhook.construct_event(body, header, SECRET)
    except (stripe.SignatureVerificationError, ValueError, TypeError):
        return False
    return True


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=5))
def test_what_is_signed_well_is_believed_by_both(data: dict[str, str]) -> None:
    body = json.dumps(senders.stripe_event(data={"object": data})).encode()
    header = senders.stripe_headers(body)["Stripe-Signature"]

    assert _believes(header, body)
    assert _vendor_believes(header, body)


@given(st.text(max_size=200))
def test_no_text_is_an_error_of_ours(header: str) -> None:
    assert not _believes(header)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["t", "v1", "v0", "", "T", " t"]),
            st.one_of(
                st.sampled_from([str(int(time.time())), "0", "-1", "٣", "f" * 64, ""]),
                st.text(max_size=8),
            ),
        ),
        max_size=6,
    )
)
def test_no_mixture_of_its_parts_is_believed_without_the_secret(
    parts: list[tuple[str, str]],
) -> None:
    header = ",".join(f"{key}={value}" for key, value in parts)

    assert not _believes(header)
    assert not _vendor_believes(header, BODY)


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(position: int, change: int) -> None:
    header = senders.stripe_headers(BODY)["Stripe-Signature"]
    tampered = bytearray(BODY)
    tampered[position] ^= change

    assert not _believes(header, bytes(tampered))


@pytest.mark.parametrize(
    ("age", "believed"),
    [(0, True), (299, True), (300, True), (301, False), (-300, True), (-301, False)],
)
def test_five_minutes_either_way_and_no_more(age: int, believed: bool) -> None:
    header = senders.stripe_headers(BODY, at=1_000_000)["Stripe-Signature"]

    assert _believes(header, now=1_000_000 + age) is believed


def test_one_good_signature_among_others_is_enough() -> None:
    timestamp = int(time.time())
    good = senders.stripe_signature(BODY, SECRET, timestamp)

    assert _believes(f"t={timestamp},v1={'0' * 64},v0={good},v1={good},v1=short,x=y")


def test_spaces_after_commas_do_no_harm() -> None:
    assert parse_header(f"t=12, v1={'a' * 64}") == ("12", ["a" * 64])


def test_an_older_secret_goes_on_verifying_while_it_is_listed() -> None:
    header = senders.stripe_headers(BODY, "whsec_old")["Stripe-Signature"]

    StripeSignature(["whsec_new", "whsec_old"], time.time).check(header, BODY)
    with pytest.raises(Refusal):
        StripeSignature(["whsec_new"], time.time).check(header, BODY)
