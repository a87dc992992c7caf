"""What each sender's good webhook becomes."""

from uuid import UUID

import pytest

from contracts.event import inbox_id
from tests.unit.ingress import senders
from tests.unit.ingress.conftest import Door

TICKET = "2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c"


async def test_a_mail_becomes_one_row_and_one_event_of_ids(door: Door) -> None:
    answer = await door.mail(senders.mail())

    row = door.inbox.only
    assert answer.status_code == 200
    assert answer.json() == {"status": "accepted", "inbox_id": str(row.inbox_id)}
    assert row.inbox_id == inbox_id("postmark/inbound", senders.mail()["MessageID"])
    assert row.event is not None
    assert row.event.name == "customer/email.received"
    assert row.event.data == {"inbox_id": str(row.inbox_id)}
    assert door.woken == 1


async def test_the_same_mail_again_is_a_duplicate_and_wakes_nobody(door: Door) -> None:
    first = await door.mail(senders.mail())
    second = await door.mail(senders.mail(TextBody="rendered otherwise"))

    assert second.status_code == 200
    assert second.json() == {"status": "duplicate", "inbox_id": first.json()["inbox_id"]}
    assert door.inbox.only.body["TextBody"] == senders.mail()["TextBody"]
    assert door.woken == 1


@pytest.mark.parametrize(
    ("event", "name", "data"),
    [
        (senders.stripe_event(), "stripe/charge.refund.failed", {"refund_id": "re_1"}),
        (
            senders.stripe_event(type="refund.updated"),
            "stripe/charge.refund.failed",
            {"refund_id": "re_1"},
        ),
        (
            senders.stripe_event(type="charge.refund.updated"),
            "stripe/charge.refund.failed",
            {"status": "failed"},
        ),
        (
            senders.stripe_event(
                type="charge.dispute.created", data={"object": {"id": "dp_1", "charge": "ch_1"}}
            ),
            "stripe/charge.dispute.created",
            {"dispute_id": "dp_1", "charge_id": "ch_1"},
        ),
    ],
)
async def test_a_stripe_event_we_know_becomes_ours(
    door: Door, event: dict[str, object], name: str, data: dict[str, str]
) -> None:
    answer = await door.stripe(event)

    sent = door.inbox.only.event
    assert answer.json()["status"] == "accepted"
    assert sent is not None
    assert sent.name == name
    assert sent.data.items() >= data.items()


async def test_three_webhooks_about_one_failed_refund_are_one_event(door: Door) -> None:
    for number, kind in enumerate(["refund.failed", "refund.updated", "charge.refund.updated"]):
        await door.stripe(senders.stripe_event(id=f"evt_{number}", type=kind))

    rows = door.inbox.rows.values()
    assert len(rows) == 3
    assert {row.event.id for row in rows if row.event} == {
        "stripe/charge.refund.failed:re_1:failed"
    }


@pytest.mark.parametrize(
    "event",
    [
        senders.stripe_event(type="customer.created"),
        senders.stripe_event(type="refund.updated", data={"object": {"status": "succeeded"}}),
        senders.stripe_event(type="refund.failed", data={"object": {"id": 7}}),
        senders.stripe_event(type="refund.failed", data=None),
        senders.stripe_event(type="refund.failed", account="acct_1"),
        senders.stripe_event(type="charge.dispute.created", data={"object": {"id": "dp_1"}}),
        senders.stripe_event(type="charge.dispute.created", data={"object": []}),
        senders.stripe_event(object="v2.core.event", type="v1.refund.failed", data=None),
    ],
)
async def test_a_stripe_event_we_do_not_know_is_kept_without_an_event(
    door: Door, event: dict[str, object]
) -> None:
    answer = await door.stripe(event)

    assert answer.status_code == 200
    assert answer.json()["status"] == "kept"
    assert door.inbox.only.event is None
    assert door.inbox.only.kind == event["type"]
    assert door.woken == 0


async def test_either_of_two_stripe_secrets_is_believed(door: Door) -> None:
    old = await door.stripe(senders.stripe_event(id="evt_1"), secret=senders.STRIPE_SECRET)
    new = await door.stripe(senders.stripe_event(id="evt_2"), secret=senders.STRIPE_NEXT_SECRET)

    assert [old.status_code, new.status_code] == [200, 200]


async def test_a_live_endpoint_takes_live_events(live_door: Door) -> None:
    answer = await live_door.stripe(senders.stripe_event(livemode=True))

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("record", "provider_id", "name"),
    [
        (senders.bounce(), "bounce:42", "postmark/email.bounced"),
        (senders.bounce(RecordType="SpamComplaint"), "spam:42", "postmark/email.complained"),
    ],
)
async def test_a_bounce_and_a_complaint_become_events(
    door: Door, record: dict[str, object], provider_id: str, name: str
) -> None:
    answer = await door.record(record)

    assert answer.json()["status"] == "accepted"
    assert door.inbox.only.provider_id == provider_id
    assert door.inbox.only.event is not None
    assert door.inbox.only.event.name == name


async def test_one_mail_delivered_to_two_people_is_two_rows(door: Door) -> None:
    for recipient in ("a@example.com", "b@example.com", "A@Example.com"):
        await door.record({"RecordType": "Delivery", "MessageID": "m", "Recipient": recipient})

    assert len(door.inbox.rows) == 2
    assert all(row.provider_id.startswith("delivery:m:") for row in door.inbox.rows.values())
    assert all(row.event is None for row in door.inbox.rows.values())


async def test_a_record_of_another_kind_is_kept(door: Door) -> None:
    answer = await door.record({"RecordType": "SubscriptionChange", "Recipient": "a@example.com"})

    assert answer.json()["status"] == "kept"


async def test_an_admins_wish_becomes_an_event(door: Door) -> None:
    answer = await door.admin(senders.investigation())

    event = door.inbox.only.event
    assert answer.json()["status"] == "accepted"
    assert door.inbox.only.provider_id == "msg_1"
    assert event is not None
    assert event.name == "admin/ticket.investigation_requested"
    assert event.data["ticket_id"] == TICKET


async def test_an_admins_unknown_wish_is_kept(door: Door) -> None:
    answer = await door.admin({"type": "tea.requested"})

    assert answer.json()["status"] == "kept"


async def test_a_catalogued_event_carries_its_fields_and_nothing_else(door: Door) -> None:
    answer = await door.json(
        "user/trial.started", {"customer_id": "cus_sara", "note": "call her", "inbox_id": "mine"}
    )

    event = door.inbox.only.event
    assert event is not None
    assert event.name == "user/trial.started"
    assert event.data == {"customer_id": "cus_sara", "inbox_id": answer.json()["inbox_id"]}
    assert UUID(event.data["inbox_id"]) == door.inbox.only.inbox_id


async def test_an_event_of_a_name_we_never_heard_carries_the_rows_id_only(door: Door) -> None:
    answer = await door.json("shop/basket.left", {"secret": "of the customer"})

    event = door.inbox.only.event
    assert event is not None
    assert event.name == "shop/basket.left"
    assert event.data == {"inbox_id": answer.json()["inbox_id"]}
    assert event.id == f"shop/basket.left:{event.data['inbox_id']}"


@pytest.mark.parametrize(
    ("content", "headers", "provider_id"),
    [
        ({"id": "body-id"}, {"idempotency_key": "key-1", "webhook_id": "w-1"}, "left:key-1"),
        ({"id": "body-id"}, {"webhook_id": "w-1"}, "left:w-1"),
        ({"id": "body-id"}, {}, "left:body-id"),
        ({"id": 17}, {}, "left:17"),
    ],
)
async def test_a_senders_own_id_is_used_where_there_is_one(
    door: Door, content: dict[str, object], headers: dict[str, str], provider_id: str
) -> None:
    await door.json("shop/left", content, **headers)

    assert door.inbox.only.provider_id == provider_id


async def test_without_an_id_the_same_body_is_the_same_message(door: Door) -> None:
    answers = [await door.json("shop/left", body) for body in ({"a": 1}, {"a": 1}, {"a": 2})]

    assert [answer.json()["status"] for answer in answers] == ["accepted", "duplicate", "accepted"]


async def test_the_same_id_of_two_events_is_two_messages(door: Door) -> None:
    for event in ("opened", "closed"):
        await door.json(f"shop/{event}", {"id": "basket-1"})

    assert len(door.inbox.rows) == 2


async def test_the_same_id_with_another_body_is_refused_rather_than_lost(door: Door) -> None:
    await door.json("shop/left", {"id": "basket-1", "total": 1})
    answer = await door.json("shop/left", {"id": "basket-1", "total": 2})

    assert answer.status_code == 409
    assert answer.json()["field"] == "id"
    assert door.inbox.only.body["total"] == 1


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_json_is_json_whatever_it_is_called(door: Door, content_type: str) -> None:
    answer = await door.json("shop/left", {"a": 1}, content_type=content_type)

    assert answer.status_code == 200


async def test_every_answer_is_counted(door: Door) -> None:
    await door.mail(senders.mail())
    await door.mail(senders.mail())
    await door.mail({})
    await door.record({"RecordType": "Open"})

    assert door.counting.outcomes == [
        "postmark_inbound:accepted",
        "postmark_inbound:duplicate",
        "postmark_inbound:refused_422",
        "postmark_events:kept",
    ]
