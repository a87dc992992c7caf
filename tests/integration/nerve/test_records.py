"""`nerve audit` and `nerve outbox`."""

import json

import pytest

from tests.integration.nerve.conftest import Nerve, Platform

AUDIT = """\
seq  time (UTC)           action          actor                subject    run    detail
1    T  email_received  worker:answer-email  message:m  01RUN  customer=cus_sara inbox_id=i
2    T  reply_sent      worker:answer-email  message:m  01RUN  customer=cus_sara sends=1
"""


def actions(nerve: Nerve, *options: str) -> list[str]:
    output = nerve("audit", "--json", *options).output
    return [json.loads(line)["action"] for line in output.splitlines()]


def test_the_audit_log_reads_oldest_first(nerve: Nerve, platform: Platform) -> None:
    platform.audited("email_received", "message:m", inbox_id="i")
    platform.audited("reply_sent", "message:m", sends=1)
    output = nerve("audit").output
    lines = [line.rstrip() for line in output.splitlines()]
    settled = [lines[0], *[f"{line[:5]}T{line[24:]}" for line in lines[1:]]]
    assert "\n".join(settled) + "\n" == AUDIT


def test_only_the_newest_rows_are_printed_where_a_limit_is_given(
    nerve: Nerve, platform: Platform
) -> None:
    for number, action in enumerate(["email_received", "refund_requested", "reply_sent"]):
        platform.audited(action, f"message:{number}")
    assert actions(nerve, "--limit", "2") == ["refund_requested", "reply_sent"]


def test_the_audit_log_can_be_narrowed(nerve: Nerve, platform: Platform) -> None:
    ticket, message = platform.case(platform.filed())
    platform.audited("email_received", f"message:{message}", run="01A")
    platform.audited("reply_sent", "message:other", run="01A", ticket_id=str(ticket))
    platform.audited("escalated", "message:unrelated", run="01B")
    assert actions(nerve, "--run", "01B") == ["escalated"]
    assert actions(nerve, "--subject", "message:other") == ["reply_sent"]
    assert actions(nerve, "--ticket", str(ticket)) == ["email_received", "reply_sent"]


def test_an_empty_audit_log_says_so(nerve: Nerve) -> None:
    assert nerve("audit").output == "no audit rows\n"


def test_replies_are_shown_with_their_words_only_when_asked(
    nerve: Nerve, platform: Platform
) -> None:
    platform.replied(*platform.case(platform.filed()), body="Dear Sara,\n\x1b[2Jbye")
    listed = nerve("outbox").output
    assert "sara@example.com" in listed
    assert "Re: Twice" in listed
    assert "Dear Sara" not in listed
    assert "  Dear Sara,\n  [2Jbye\n" in nerve("outbox", "--body").output


def test_no_replies_say_so(nerve: Nerve) -> None:
    assert nerve("outbox").output == "no replies yet\n"


def test_a_database_without_our_tables_says_to_migrate(
    nerve: Nerve, monkeypatch: pytest.MonkeyPatch, empty_owner_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_owner_url)
    result = nerve("audit")
    assert result.exit_code == 1
    assert "run the migrations" in result.stderr
