"""The language the services share: complete, frozen, and free of content."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.catalog import EVENTS
from contracts.event import Event, InboxEvent, inbox_id
from contracts.samples import SAMPLES
from contracts.vendor_events import StripeRefundFailed

NAMES_OTHERS_RELY_ON = [
    "demo/greet",
    "customer/email.received",
    "customer/health_check.requested",
    "customer/refund.failed",
    "customer/refund.investigation_started",
    "customer/refund.escalated",
    "refund/approval.requested",
    "refund/approval.decided",
    "stripe/charge.refund.failed",
    "stripe/charge.dispute.created",
    "postmark/email.bounced",
    "postmark/email.complained",
    "admin/ticket.investigation_requested",
    "user/trial.started",
    "user/trial.ended",
    "ticket/resolved",
    "ticket/embedded",
    "order/checkout.completed",
    "order/payment.failed",
    "customer/thread.summary_requested",
]


def sample(name: str) -> Event:
    return EVENTS[name].model_validate(SAMPLES[name])


def test_the_catalog_has_exactly_the_names_that_others_rely_on():
    assert sorted(EVENTS) == sorted(NAMES_OTHERS_RELY_ON)


def test_every_event_has_a_sample_and_every_sample_an_event():
    assert set(SAMPLES) == set(EVENTS)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_sample_validates_and_goes_out_as_it_came(name):
    event = sample(name)
    assert event.data == SAMPLES[name]
    assert type(event).model_validate(event.data) == event


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_same_fact_has_the_same_id_and_names_its_event(name):
    assert sample(name).event_id == sample(name).event_id
    assert sample(name).event_id.startswith(f"{name}:")
    assert len(sample(name).event_id) > len(name) + 1


def test_no_two_events_share_an_id():
    assert len({sample(name).event_id for name in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_an_event_cannot_be_changed(name):
    event = sample(name)
    field = next(iter(type(event).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(event, field, "other")


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_an_event_of_tomorrow_is_still_understood(name):
    assert EVENTS[name].model_validate({**SAMPLES[name], "added_later": 1}) == sample(name)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_an_event_without_its_ids_is_refused_by_field(name):
    for field in SAMPLES[name]:
        rest = {key: value for key, value in SAMPLES[name].items() if key != field}
        with pytest.raises(ValidationError, match=field):
            EVENTS[name].model_validate(rest)


def test_three_webhooks_about_one_failed_refund_are_one_event():
    events = [
        StripeRefundFailed(inbox_id=uuid4(), refund_id="re_1", status="failed") for _ in range(3)
    ]
    assert len({event.event_id for event in events}) == 1


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_json_senders_cannot_pose_as_a_vendor_or_a_decision(name):
    if name.split("/")[0] in ("stripe", "postmark", "admin", "refund"):
        assert not EVENTS[name].accepts_json


def test_json_senders_cannot_pose_as_an_email():
    assert not EVENTS["customer/email.received"].accepts_json


@given(st.text(min_size=1), st.text(min_size=1))
def test_an_inbox_id_depends_on_nothing_but_its_provider(source, provider_id):
    assert inbox_id(source, provider_id) == inbox_id(source, provider_id)
    assert inbox_id(source, provider_id) != inbox_id(source, provider_id + "x")
    assert inbox_id(source, provider_id) != inbox_id("x" + source, provider_id)


@pytest.mark.parametrize(("source", "provider_id"), [("", "1"), ("stripe", ""), ("", "")])
def test_an_empty_part_makes_no_inbox_id(source, provider_id):
    with pytest.raises(ValueError, match="must not be empty"):
        inbox_id(source, provider_id)


def test_every_event_that_json_may_send_is_complete_from_its_own_body():
    for name, event in EVENTS.items():
        if event.accepts_json and not issubclass(event, InboxEvent):
            assert SAMPLES[name], name
