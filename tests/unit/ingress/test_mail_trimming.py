"""What of an odd mail is kept, and what is said about the rest."""

from typing import Any

import pytest

from tests.unit.ingress import senders
from tests.unit.ingress.conftest import Door

LIMIT = 64 * 1024


@pytest.mark.parametrize("field", ["TextBody", "HtmlBody", "StrippedTextReply", "Subject"])
async def test_endless_text_is_cut_and_its_length_noted(door: Door, field: str) -> None:
    await door.mail(senders.mail(**{field: "a" * (LIMIT + 1)}))

    row = door.inbox.only
    assert row.body[field] == "a" * LIMIT
    assert row.notes == {"truncated": {field: LIMIT + 1}}


async def test_text_is_cut_between_characters(door: Door) -> None:
    await door.mail(senders.mail(TextBody="x" + "é" * LIMIT))

    text = door.inbox.only.body["TextBody"]
    assert text == "x" + "é" * ((LIMIT - 1) // 2)
    assert len(text.encode()) < LIMIT


async def test_text_of_exactly_the_limit_is_whole(door: Door) -> None:
    await door.mail(senders.mail(TextBody="a" * LIMIT))

    assert door.inbox.only.body["TextBody"] == "a" * LIMIT
    assert door.inbox.only.notes == {}


async def test_the_raw_mail_is_left_out(door: Door) -> None:
    await door.mail(senders.mail(RawEmail="From: ü"))

    assert "RawEmail" not in door.inbox.only.body
    assert door.inbox.only.notes == {"left_out": {"RawEmail": 8}}


@pytest.mark.parametrize("bad", ["\x00", "\ud83d"], ids=["NUL", "half a pair"])
async def test_what_postgres_cannot_hold_is_replaced(door: Door, bad: str) -> None:
    mail = senders.mail(Subject=f"a{bad}b", Headers=[{"Name": bad, "Value": bad}], **{bad: 1})

    answer = await door.mail(mail)

    row = door.inbox.only
    assert answer.status_code == 200
    assert row.body["Subject"] == "a\ufffdb"
    assert row.body["Headers"] == [{"Name": "\ufffd", "Value": "\ufffd"}]
    assert row.body["\ufffd"] == 1
    assert row.notes == {"replaced_characters": 4}


async def test_a_whole_surrogate_pair_is_a_character(door: Door) -> None:
    await door.mail(b'{"MessageID": "m", "Subject": "\\ud83d\\ude00"}')

    assert door.inbox.only.body["Subject"] == "😀"


@pytest.mark.parametrize(
    "changes",
    [
        {"From": None},
        {"From": 7, "To": {}, "Headers": "none"},
        {"Subject": None, "TextBody": None, "HtmlBody": []},
        {"Attachments": None},
        {"Attachments": "none"},
        {"Attachments": [None, 1, "a", [], {}]},
        {"Attachments": [{"Content": None}, {"Content": {"a": 1}}]},
        {"RawEmail": 7},
        {"RecordType": None},
        {"RecordType": "Inbound"},
        {"RecordType": ["Bounce"]},
        {"Extra": {"deep": [[[[1.5, True, None]]]]}},
    ],
)
async def test_an_odd_mail_with_an_id_is_kept(door: Door, changes: dict[str, Any]) -> None:
    answer = await door.mail(senders.mail(**changes))

    assert answer.status_code == 200
    assert answer.json()["status"] == "accepted"


async def test_a_mail_of_nothing_but_an_id_is_kept(door: Door) -> None:
    answer = await door.mail({"MessageID": "m-1"})

    assert answer.status_code == 200
    assert door.inbox.only.provider_id == "m-1"


async def test_a_stripe_event_with_a_nul_is_kept_with_a_note(door: Door) -> None:
    answer = await door.stripe(senders.stripe_event(type="customer.created", data="a\0"))

    assert answer.status_code == 200
    assert door.inbox.only.body["data"] == "a\ufffd"
    assert door.inbox.only.notes["replaced_characters"] == 1
