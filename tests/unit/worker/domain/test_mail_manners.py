"""Two machines never write to each other for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.mail_manners import REPLY_HEADERS, reason_not_to_reply

OURS = frozenset({"support@example.com"})


def verdict(sender="sara@example.org", *headers):
    return reason_not_to_reply(sender, headers, OURS)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (("Auto-Submitted", "auto-replied"), "auto_submitted"),
        (("auto-submitted", "Auto-Generated; owner=x"), "auto_submitted"),
        (("AUTO-SUBMITTED", ""), "auto_submitted"),
        (("Return-Path", "<>"), "bounce"),
        (("Precedence", "Bulk"), "bulk"),
        (("Precedence", "list"), "bulk"),
        (("Precedence", "auto_reply"), "bulk"),
        (("List-Id", "<news.example>"), "mailing_list"),
        (("List-Unsubscribe", "<mailto:x>"), "mailing_list"),
        (("X-Auto-Response-Suppress", "DR, AutoReply"), "suppression_asked"),
        (("X-Auto-Response-Suppress", "All"), "suppression_asked"),
        (("X-Autoreply", "yes"), "auto_reply"),
        (("X-Autorespond", ""), "auto_reply"),
        (("X-Loop", "somebody"), "auto_reply"),
        (("X-Support-Agent", "nervous-system"), "auto_reply"),
        (("Content-Type", "multipart/report; report-type=delivery-status"), "delivery_report"),
    ],
)
def test_a_machines_mail_is_left_unanswered(header, reason):
    assert verdict("sara@example.org", ("Subject", "x"), header) == reason


@pytest.mark.parametrize(
    "header",
    [
        ("Auto-Submitted", "no"),
        ("Auto-Submitted", "No; comment"),
        ("Return-Path", "<sara@example.org>"),
        ("Precedence", "first-class"),
        ("X-Auto-Response-Suppress", "DR"),
        ("Content-Type", "text/plain"),
        ("Listen", "x"),
    ],
)
def test_a_persons_mail_is_answered(header):
    assert verdict("sara@example.org", header) is None


@pytest.mark.parametrize(
    ("sender", "reason"),
    [
        ("MAILER-DAEMON@mx.example", "quiet_sender"),
        ("postmaster@example.org", "quiet_sender"),
        ("no-reply@shop.example", "quiet_sender"),
        ("support@example.com", "own_address"),
        ("Support+0d2e@Example.com", "own_address"),
        ("", "no_sender"),
        ("nobody", "no_sender"),
        ("sara@example.org\r\nBcc: all@example.org", "no_sender"),
    ],
)
def test_some_senders_are_never_answered(sender, reason):
    assert verdict(sender) == reason


def test_our_own_replies_would_not_be_answered_by_us():
    assert verdict("sara@example.org", *REPLY_HEADERS.items()) is not None


@given(st.text(), st.lists(st.tuples(st.text(), st.text())))
def test_no_mail_is_too_strange_to_judge(sender, headers):
    assert reason_not_to_reply(sender, headers, OURS) in {
        None, "no_sender", "own_address", "quiet_sender", "auto_submitted", "bounce", "bulk",
        "mailing_list", "suppression_asked", "auto_reply", "delivery_report",
    }  # fmt: skip
