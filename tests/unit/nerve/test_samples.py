"""Every sample is what its vendor would send, and what goes wrong with it really is wrong."""

import base64
import json
import re
from datetime import UTC, datetime

import pytest
import standardwebhooks
import stripe

from nerve.failures import Unusable
from nerve.samples.catalog import SAMPLES
from nerve.samples.sample import Sender
from nerve.signing import signer_of
from nerve.traffic import Order, pattern, traffic
from nerve.webhook import Fault, Webhook
from tests.unit.nerve.conftest import SECRETS

STRIPE = [name for name in SAMPLES if name.startswith("stripe/")]
POSTMARK = [name for name in SAMPLES if name.startswith("postmark/")]
JSON = [name for name in SAMPLES if name.startswith("json/")]


def made(name: str, *faults: Fault, variant: str | None = None, **wish: str) -> list[Webhook]:
    sample = SAMPLES[name]
    order = Order(sample, pattern(sample, variant, **wish), faults=faults)
    return traffic(order, signer_of(sample.sender))


def one(name: str, *faults: Fault, **wish: str) -> Webhook:
    (webhook,) = made(name, *faults, **wish)
    return webhook


def verify_stripe(webhook: Webhook) -> None:
    stripe.WebhookSignature.verify_header(
        webhook.body.decode(), webhook.headers["Stripe-Signature"], "whsec_the_newest", 300
    )


def verify_standard(webhook: Webhook) -> None:
    secret = standardwebhooks.Webhook(SECRETS["ADMIN_WEBHOOK_SECRET"])
    secret.verify(webhook.body, webhook.headers)


@pytest.mark.parametrize("name", STRIPE)
def test_stripes_own_library_believes_every_stripe_sample(name: str) -> None:
    webhook = one(name)
    verify_stripe(webhook)
    event = json.loads(webhook.body)
    assert event["object"] == "event"
    assert re.fullmatch(r"evt_[A-Za-z0-9]+", event["id"])
    assert event["id"] == webhook.provider_id
    assert event["livemode"] is False


@pytest.mark.parametrize("name", STRIPE)
@pytest.mark.parametrize("fault", [Fault.TAMPER, Fault.STALE])
def test_stripes_own_library_refuses_a_spoiled_one(name: str, fault: Fault) -> None:
    webhook = one(name, fault)
    assert webhook.must_be_refused
    with pytest.raises(stripe.SignatureVerificationError):
        verify_stripe(webhook)
    assert json.loads(webhook.body)


def test_the_standard_library_believes_the_admin_sample() -> None:
    verify_standard(one("admin/investigate"))


@pytest.mark.parametrize("fault", [Fault.TAMPER, Fault.STALE])
def test_the_standard_library_refuses_a_spoiled_one(fault: Fault) -> None:
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        verify_standard(one("admin/investigate", fault))


@pytest.mark.parametrize("name", POSTMARK)
def test_postmark_samples_carry_the_credentials_and_a_tampered_one_carries_others(
    name: str,
) -> None:
    right = "Basic " + base64.b64encode(b"postmark:a-password").decode()
    assert one(name).headers["Authorization"] == right
    assert one(name, Fault.TAMPER).headers["Authorization"] != right
    assert one(name, Fault.TAMPER).must_be_refused


@pytest.mark.parametrize("name", JSON)
def test_json_samples_carry_the_token_and_an_id(name: str) -> None:
    webhook = one(name)
    assert webhook.headers["Authorization"] == "Bearer a-token"
    assert json.loads(webhook.body)["id"] == webhook.provider_id
    assert one(name, Fault.TAMPER).headers["Authorization"] != "Bearer a-token"


def test_a_stale_mail_is_dated_an_hour_ago_and_says_that_nothing_signs_it() -> None:
    webhook = one("postmark/events-bounce", Fault.STALE)
    dated = datetime.fromisoformat(json.loads(webhook.body)["BouncedAt"])
    assert 3590 < (datetime.now(UTC) - dated).total_seconds() < 3700
    assert not webhook.must_be_refused
    assert webhook.on_purpose == (
        "stale: dated an hour ago (this sender signs no time, so it is accepted)",
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_ids_are_fresh_in_every_send(name: str) -> None:
    assert one(name).provider_id != one(name).provider_id


@pytest.mark.parametrize("name", ["postmark/question", "stripe/dispute-created", "json/anything"])
def test_an_id_can_be_given(name: str) -> None:
    assert one(name, provider_id="evt_mine").provider_id == "evt_mine"


def test_a_duplicate_is_the_same_in_every_byte() -> None:
    first, second = made("stripe/refund-failed", Fault.DUPLICATE)
    assert (first.body, first.headers) == (second.body, second.headers)


def test_one_failed_refund_is_three_events_about_one_refund() -> None:
    shapes = [json.loads(webhook.body) for webhook in made("stripe/refund-failed", variant="all")]
    assert [shape["type"] for shape in shapes] == [
        "refund.failed",
        "refund.updated",
        "charge.refund.updated",
    ]
    assert len({shape["id"] for shape in shapes}) == 3
    assert len({shape["data"]["object"]["id"] for shape in shapes}) == 1


def test_an_unknown_variant_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unusable, match=r"refund\.failed, refund\.updated"):
        pattern(SAMPLES["stripe/refund-failed"], "refund.imagined")


def test_author_subject_and_text_of_a_mail_can_be_given() -> None:
    webhook = one("postmark/question", sender="nia@example.com", subject="Äh", text="<b>hi</b>")
    mail = json.loads(webhook.body)
    assert mail["FromFull"]["Email"] == "nia@example.com"
    assert (mail["Subject"], mail["TextBody"]) == ("Äh", "<b>hi</b>")
    assert "&lt;b&gt;" in mail["HtmlBody"]


def test_messages_take_turns_with_several_faults() -> None:
    sample = SAMPLES["postmark/question"]
    order = Order(sample, pattern(sample, None), 4, (Fault.DUPLICATE, Fault.TAMPER))
    sent = traffic(order, signer_of(Sender.POSTMARK))
    assert [webhook.must_be_refused for webhook in sent] == [
        False, False, True, False, False, True,
    ]  # fmt: skip
    assert len({webhook.provider_id for webhook in sent}) == 4


def test_a_seed_makes_a_shuffle_repeatable() -> None:
    sample = SAMPLES["postmark/question"]
    wish = pattern(sample, None)
    signer = signer_of(sample.sender)
    faults = (Fault.TAMPER, Fault.STALE, Fault.DUPLICATE)
    plain = [w.on_purpose for w in traffic(Order(sample, wish, 12, faults), signer)]
    shuffled = [
        [w.on_purpose for w in traffic(Order(sample, wish, 12, faults, True, 7), signer)]
        for _ in range(2)
    ]
    assert shuffled[0] == shuffled[1] != plain
    assert sorted(shuffled[0]) == sorted(plain)
