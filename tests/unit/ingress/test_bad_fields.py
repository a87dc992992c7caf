"""A believed sender's JSON that is not what its route takes: a clear no, naming the field."""

from typing import Any

import pytest

from tests.unit.ingress import senders
from tests.unit.ingress.conftest import Door

STRIPE_FIELDS = {
    "no id": (senders.stripe_event(id=None), "id"),
    "an empty id": (senders.stripe_event(id=""), "id"),
    "a number as id": (senders.stripe_event(id=7), "id"),
    "an id of another kind": (senders.stripe_event(id="re_1"), "id"),
    "an id with a line end": (senders.stripe_event(id="evt_1\n"), "id"),
    "an id above ASCII": (senders.stripe_event(id="evt_é"), "id"),
    "an endless id": (senders.stripe_event(id="evt_" + "a" * 300), "id"),
    "no object": (senders.stripe_event(object=None), "object"),
    "another object": (senders.stripe_event(object="refund"), "object"),
    "an object as object": (senders.stripe_event(object={"object": "event"}), "object"),
    "no type": (senders.stripe_event(type=None), "type"),
    "a list as type": (senders.stripe_event(type=["refund.failed"]), "type"),
    "a type with spaces": (senders.stripe_event(type="refund failed"), "type"),
    "live mode": (senders.stripe_event(livemode=True), "livemode"),
    "no mode": (senders.stripe_event(livemode=None), "livemode"),
    "a word as mode": (senders.stripe_event(livemode="false"), "livemode"),
    "zero as mode": (senders.stripe_event(livemode=0), "livemode"),
    "a mail": (senders.mail(), "id"),
    "a bounce": (senders.bounce(), "id"),
    "an admin's wish": (senders.investigation(), "id"),
}


@pytest.mark.parametrize(("event", "field"), STRIPE_FIELDS.values(), ids=STRIPE_FIELDS.keys())
async def test_a_signed_body_that_is_no_event_of_ours_is_refused(
    door: Door, event: dict[str, Any], field: str
) -> None:
    answer = await door.stripe(event)

    assert answer.status_code == 400
    assert answer.json()["field"] == field
    assert not door.inbox.rows


async def test_a_live_endpoint_refuses_test_events(live_door: Door) -> None:
    answer = await live_door.stripe(senders.stripe_event(livemode=False))

    assert answer.status_code == 400
    assert answer.json()["field"] == "livemode"


MAIL_FIELDS = {
    "nothing": ({}, "MessageID"),
    "no id": (senders.mail(MessageID=None), "MessageID"),
    "an empty id": (senders.mail(MessageID=""), "MessageID"),
    "a number as id": (senders.mail(MessageID=1), "MessageID"),
    "a list as id": (senders.mail(MessageID=["a"]), "MessageID"),
    "an id with a NUL": (senders.mail(MessageID="a\0b"), "MessageID"),
    "an id with spaces": (senders.mail(MessageID="a b"), "MessageID"),
    "an id above ASCII": (senders.mail(MessageID="ü"), "MessageID"),
    "an endless id": (senders.mail(MessageID="a" * 201), "MessageID"),
    "a bounce": (senders.bounce(), "RecordType"),
    "a delivery": ({"RecordType": "Delivery", "MessageID": "m"}, "RecordType"),
    "a Stripe event": (senders.stripe_event(), "MessageID"),
    "an admin's wish": (senders.investigation(), "MessageID"),
}


@pytest.mark.parametrize(("mail", "field"), MAIL_FIELDS.values(), ids=MAIL_FIELDS.keys())
async def test_what_is_no_mail_is_refused(door: Door, mail: dict[str, Any], field: str) -> None:
    answer = await door.mail(mail)

    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert not door.inbox.rows


RECORD_FIELDS = {
    "nothing": ({}, "RecordType"),
    "a mail": (senders.mail(), "RecordType"),
    "a Stripe event": (senders.stripe_event(), "RecordType"),
    "an empty type": (senders.bounce(RecordType=""), "RecordType"),
    "a number as type": (senders.bounce(RecordType=1), "RecordType"),
    "a bounce without an id": (senders.bounce(ID=None), "ID"),
    "a bounce with a word as id": (senders.bounce(ID="42"), "ID"),
    "a bounce with true as id": (senders.bounce(ID=True), "ID"),
    "a bounce with half an id": (senders.bounce(ID=4.2), "ID"),
    "a bounce below zero": (senders.bounce(ID=-1), "ID"),
    "a bounce beyond bigint": (senders.bounce(ID=1 << 63), "ID"),
    "a complaint without an id": ({"RecordType": "SpamComplaint"}, "ID"),
    "a delivery to nobody": ({"RecordType": "Delivery", "MessageID": "m"}, "Recipient"),
    "a delivery of nothing": ({"RecordType": "Delivery", "Recipient": "a@b.c"}, "MessageID"),
}


@pytest.mark.parametrize(("record", "field"), RECORD_FIELDS.values(), ids=RECORD_FIELDS.keys())
async def test_what_is_no_record_is_refused(door: Door, record: dict[str, Any], field: str) -> None:
    answer = await door.record(record)

    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert not door.inbox.rows


ADMIN_FIELDS = {
    "nothing": ({}, "type"),
    "a number as type": ({"type": 1}, "type"),
    "a type with spaces": ({"type": "do it"}, "type"),
    "no data": (senders.investigation(data=None), "data.ticket_id"),
    "a list as data": (senders.investigation(data=[]), "data.ticket_id"),
    "no ticket": (senders.investigation(data={}), "data.ticket_id"),
    "an empty ticket": (senders.investigation(data={"ticket_id": ""}), "data.ticket_id"),
    "text as ticket": (senders.investigation(data={"ticket_id": "a b"}), "data.ticket_id"),
    "a NUL": (senders.investigation(data={"ticket_id": "a\0"}), "data.ticket_id"),
    "a NUL elsewhere": (senders.investigation(notes=["a", "b\0"]), "notes[1]"),
    "half a surrogate pair": (senders.investigation(note="\ud800"), "note"),
}


@pytest.mark.parametrize(("message", "field"), ADMIN_FIELDS.values(), ids=ADMIN_FIELDS.keys())
async def test_an_admins_nonsense_is_refused(
    door: Door, message: dict[str, Any], field: str
) -> None:
    answer = await door.admin(message)

    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert not door.inbox.rows


JSON_FIELDS = {
    "a field missing": ("user/trial.started", {}, "customer_id"),
    "a number as text": ("user/trial.started", {"customer_id": 7}, "customer_id"),
    "an empty text": ("user/trial.started", {"customer_id": ""}, "customer_id"),
    "a sentence as id": ("user/trial.started", {"customer_id": "Sara from Oslo"}, "customer_id"),
    "an endless id": ("user/trial.started", {"customer_id": "a" * 201}, "customer_id"),
    "no uuid": ("ticket/resolved", {"ticket_id": "none"}, "ticket_id"),
    "a list": ("order/checkout.completed", {"order_id": ["ord_1"]}, "order_id"),
    "an id with spaces": ("shop/left", {"id": "a b"}, "id"),
    "an object as id": ("shop/left", {"id": {}}, "id"),
    "null as id": ("shop/left", {"id": None}, "id"),
    "true as id": ("shop/left", {"id": True}, "id"),
    "a NUL": ("shop/left", {"a": "\0"}, "a"),
    "half a surrogate pair": ("shop/left", {"a": {"b": ["\udfff"]}}, "a.b[0]"),
    "a NUL in a key": ("shop/left", {"\0": 1}, "body"),
    "a source in capitals": ("Shop/left", {}, "source"),
    "a source of digits": ("1shop/left", {}, "source"),
    "an endless source": ("s" * 65 + "/left", {}, "source"),
    "an event with a space": ("shop/has%20left", {}, "event"),
    "an event with a line end": ("shop/left%0A", {}, "event"),
    "an event above ASCII": ("shop/l%C3%A9ft", {}, "event"),
    "an event that is dots": ("shop/%2E%2E", {}, "event"),
}


@pytest.mark.parametrize(("name", "body", "field"), JSON_FIELDS.values(), ids=JSON_FIELDS.keys())
async def test_a_json_senders_nonsense_is_refused(
    door: Door, name: str, body: dict[str, Any], field: str
) -> None:
    answer = await door.json(name, body)

    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert field in answer.json()["error"] or field == "body"
    assert not door.inbox.rows


@pytest.mark.parametrize(
    "name",
    [
        *(f"{source}/anything" for source in ("inngest", "stripe", "postmark", "slack", "admin")),
        "inngest/function.failed",
        "refund/approval.decided",
        "customer/email.received",
        "customer/refund.failed",
        "order/payment.failed",
        "ticket/embedded",
    ],
)
async def test_a_json_sender_cannot_speak_for_another(door: Door, name: str) -> None:
    answer = await door.json(name, {"approval_id": "1", "order_id": "1"})

    assert answer.status_code == 403
    assert "choose another name" in answer.json()["error"]
    assert not door.inbox.rows


@pytest.mark.parametrize("header", ["idempotency_key", "webhook_id"])
@pytest.mark.parametrize("value", ["", "a b", "a" * 201])
async def test_an_absurd_id_in_a_header_is_refused(door: Door, header: str, value: str) -> None:
    answer = await door.json("shop/left", {"a": 1}, **{header: value})

    assert answer.status_code == 422
    assert answer.json()["field"] == header.replace("_", "-")
