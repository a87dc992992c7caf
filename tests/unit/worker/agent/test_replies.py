"""What leaves the house is harmless, whatever the model wrote."""

from time import process_time

import pytest

from tests.unit.worker.agent.scripts import SARA, case, desk, says
from worker.agent.harmless_text import harmless_body, harmless_subject
from worker.agent.refund_talk import talk_about_refunds
from worker.ports.support_desk import Answered


async def reply_to(step, customer=SARA):
    support, model = desk(step)
    answered = await support.answer(case(customer=customer))
    assert isinstance(answered, Answered)
    model.assert_complete()
    return answered.reply


async def test_an_ordinary_reply_goes_out_as_it_is():
    body = "Hello Sara,\n\nyou can change your password in the settings.\n\nThe support team"
    reply = await reply_to(says(body, "Your password"))

    assert (reply.subject, reply.body) == ("Re: Help", body)


@pytest.mark.parametrize("statement", [None, "none", "declined", "issued"])
async def test_a_refund_that_nobody_decided_about_cannot_be_claimed(statement):
    reply = await reply_to(says("Your refund has been issued.", statement=statement))

    assert "has been issued" not in reply.body
    assert "No refund has been made" in reply.body
    assert reply.body.startswith("Hello Sara,")


async def test_a_claim_in_the_subject_counts_too():
    reply = await reply_to(says("Hello.", subject="Your refund has been issued"))

    assert "No refund has been made" in reply.body


async def test_a_claim_made_only_in_the_statement_counts_too():
    reply = await reply_to(says("Alles ist erledigt.", statement="issued"))

    assert "No refund has been made" in reply.body


async def test_an_empty_reply_is_replaced():
    assert "We have read your message" in (await reply_to(says(" \u200b\n"))).body


async def test_an_unknown_sender_is_not_called_by_a_name():
    reply = await reply_to(says("Your refund has been issued."), customer=None)

    assert reply.body.startswith("Hello,")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("See https://evil.example/x?y=1 now", "See [link removed] now"),
        ("See www.evil.example", "See [link removed]"),
        ("See evil.com", "See [link removed]"),
        ("See evil.example/path", "See [link removed]"),
        ("See bit.ly/abc", "See [link removed]"),
        ("[click](https://evil.example)", "click"),
        ("![x](https://evil.example/leak?q=1)", "x"),
        ('<img src="https://evil.example/x.png">Hello', "Hello"),
        ("javascript:alert(1)", "[link removed]"),
        ("Write to omar@example.com", "Write to [address removed]"),
        ("Write to mailto:omar@example.com", "Write to [address removed]"),
        ("Written to Sara@Example.com, as agreed", "Written to Sara@Example.com, as agreed"),
        ("Price: 4.50 USD, e.g. v1.2. Bye", "Price: 4.50 USD, e.g. v1.2. Bye"),
        ("a\u200bb\u200cc\u200dd\u2060e\ufe0ff\U000e0041g\x00h\x1bi\u202ej", "abcdefghij"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
    ],
)
def test_a_body_holds_no_links_no_foreign_addresses_and_nothing_hidden(written, sent):
    assert harmless_body(written, "sara@example.com") == sent


def test_a_link_hidden_by_invisible_characters_is_found():
    assert harmless_body("ht\u200btps://evil.example", None) == "[link removed]"


def test_a_body_is_bounded():
    assert len(harmless_body("word " * 10_000, None)) <= 8_000


@pytest.mark.parametrize(
    "filler",
    ["a.", "<", "<a", "[", "[a](", "a@", "a" * 50 + "@", "x.com/", "paid ", "refund ", "not ",
     "charge ", "the refund of ", "r ", "send "],
)  # fmt: skip
def test_a_hostile_body_costs_no_time(filler):
    started = process_time()

    talk_about_refunds(harmless_body(filler * 20_000, None))

    assert process_time() - started < 2


def test_a_subject_is_one_short_line():
    subject = harmless_subject("one\ntwo\r\nBcc: omar@example.com " + "x" * 500, None)

    assert "\n" not in subject
    assert "omar" not in subject
    assert len(subject) == 200
