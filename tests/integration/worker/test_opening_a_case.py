"""An inbox row becomes one message of one ticket, whoever asks and however often."""

import asyncio
from uuid import uuid4

import psycopg
import pytest

from worker.adapters.postgres.case_files import PostgresCaseFiles
from worker.domain.customer import Tier
from worker.ports.failures import Permanent


async def test_an_email_becomes_a_message_of_its_senders_ticket(case_files, file_email, audit):
    opened = await case_files.open(await file_email("Sara@Example.com"), "answer-email", "run1")
    case = await case_files.load(opened.message_id)
    assert opened.suppressed is None
    assert case.customer is not None
    assert (case.customer.id, case.customer.tier) == ("cus_sara", Tier.PRO)
    assert case.email.text == "How do I change my plan?"
    assert audit() == [("email_received", f"message:{opened.message_id}")]


async def test_opening_a_hundred_times_at_once_opens_once(case_files, file_email, audit, app_url):
    row = await file_email()
    opened = await asyncio.gather(
        *(case_files.open(row, "answer-email", f"run{i}") for i in range(100))
    )
    assert len(set(opened)) == 1
    assert len(audit()) == 1
    with psycopg.connect(app_url) as connection:
        assert connection.execute("SELECT count(*) FROM messages").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM inbox_pickups").fetchone() == (1,)


async def test_a_stranger_is_served_without_a_customer(case_files, file_email):
    opened = await case_files.open(await file_email("who@stranger.example"), "f", "r")
    assert (await case_files.load(opened.message_id)).customer is None
    assert opened.suppressed is None


async def test_automatic_mail_is_kept_and_left_unanswered(case_files, file_email, audit):
    row = await file_email(Headers=[{"Name": "auto-submitted", "Value": "Auto-Replied; x=y"}])
    first = await case_files.open(row, "f", "r")
    again = await case_files.open(row, "f", "r")
    assert first == again
    assert first.suppressed == "auto_submitted"
    assert [action for action, _ in audit()] == ["email_received", "reply_suppressed"]


async def test_the_sixth_mail_of_an_hour_hits_the_brake(case_files, file_email):
    rows = [await file_email("omar@example.com") for _ in range(8)]
    opened = await asyncio.gather(*(case_files.open(row, "f", "r") for row in rows))
    assert sorted(str(one.suppressed) for one in opened) == ["None"] * 5 + ["hourly_cap"] * 3
    other = await case_files.open(await file_email("mei@example.com"), "f", "r")
    assert other.suppressed is None


async def test_an_answer_finds_its_thread_by_the_mailbox_hash(case_files, file_email):
    first = await case_files.open(await file_email(), "f", "r")
    row = await file_email(MailboxHash=str(first.ticket_id), TextBody="And one more thing")
    second = await case_files.open(row, "f", "r")
    assert second.ticket_id == first.ticket_id
    assert [letter.text for letter in (await case_files.load(second.message_id)).thread] == [
        "How do I change my plan?"
    ]


async def test_a_strangers_mail_does_not_enter_anothers_thread(case_files, file_email):
    first = await case_files.open(await file_email(), "f", "r")
    row = await file_email("eve@evil.example", MailboxHash=str(first.ticket_id))
    second = await case_files.open(row, "f", "r")
    assert second.ticket_id != first.ticket_id
    assert (await case_files.load(second.message_id)).thread == ()


@pytest.mark.parametrize(
    "odd",
    [
        {"FromFull": None, "From": None},
        {"FromFull": {"Email": ["x"]}, "From": 7},
        {"Subject": None, "TextBody": None, "HtmlBody": "<p>Hi<script>x</script></p>"},
        {"Headers": "no list"},
        {"Headers": [None, 3, {"Name": 1}]},
        {"MailboxHash": {"a": 1}},
        {"TextBody": "x" * 200_000, "Subject": "y" * 9_000},
    ],
)
async def test_an_odd_mail_is_still_opened(case_files: PostgresCaseFiles, file_email, odd):
    opened = await case_files.open(await file_email(**odd), "f", "r")
    case = await case_files.load(opened.message_id)
    assert case.email.subject
    assert len(case.email.text) <= 64_000
    assert "script" not in case.email.text


async def test_a_row_that_does_not_exist_is_a_permanent_failure(case_files):
    with pytest.raises(Permanent, match="no inbox row"):
        await case_files.open(uuid4(), "f", "r")
