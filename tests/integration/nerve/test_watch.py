"""`nerve watch` on what Postgres tells, with no engine to ask."""

import re

from tests.integration.nerve.conftest import Nerve, Platform

NO_ENGINE = (
    "            no steps from the engine (INNGEST_BASE_URL: nothing answers at"
    " http://127.0.0.1:1); going on with what Postgres tells\n"
)
ANSWERED = f"""\
{NO_ENGINE}\
+N s  inbox              kept
+N s  relay              sent customer/email.received to the engine
+N s  answer-email       picked up, run 01RUN
+N s  audit              email_received
+N s  reply              written
+N s  reply              sent
+N s  audit              reply_sent
• the reply is out
"""


def settled(output: str) -> str:
    """`output` with its times made the same."""
    return re.sub(r"^ +([+-])\d+\.\d\d s", "+N s", output, flags=re.MULTILINE)


def test_a_message_is_followed_to_its_reply(nerve: Nerve, platform: Platform) -> None:
    platform.listening("customer/email.received", "answer-email")
    row_id = platform.filed()
    platform.sent(row_id)
    platform.picked_up(row_id)
    case = platform.case(row_id)
    platform.audited("email_received", "message:m")
    platform.replied(*case)
    platform.audited("reply_sent", "message:m")
    result = nerve("watch", str(row_id))
    assert settled(result.output) == ANSWERED
    assert result.exit_code == 0


def test_a_pause_for_a_person_ends_the_watch(nerve: Nerve, platform: Platform) -> None:
    platform.listening("customer/email.received", "answer-email")
    row_id = platform.filed()
    platform.sent(row_id)
    platform.picked_up(row_id)
    approval = platform.asked_for_a_refund(*platform.case(row_id))
    result = nerve("watch")
    assert result.output.startswith(f"watching {row_id}\n")
    assert "refund             $49.00 on ord_1002 waits for a person until 20" in result.output
    assert result.output.splitlines()[-1] == (
        "• paused: the run waits for a person, or for the time to be up; to judge it:"
        f" docker compose run --rm nerve approval {str(approval)[:8]}"
    )
    assert result.exit_code == 0


def test_a_decision_is_told_with_who_made_it(
    nerve: Nerve, platform: Platform, reviewers: None
) -> None:
    row_id = platform.filed()
    platform.sent(row_id)
    platform.picked_up(row_id)
    approval = platform.asked_for_a_refund(*platform.case(row_id))
    nerve("reject", str(approval), "--as", "rita", "--yes")
    result = nerve("watch", str(row_id), "--timeout", "0.4")
    assert "refund             $49.00 on ord_1002 rejected by rita\n" in result.output


def test_a_pause_can_be_watched_through(nerve: Nerve, platform: Platform) -> None:
    row_id = platform.filed()
    platform.sent(row_id)
    platform.picked_up(row_id)
    platform.asked_for_a_refund(*platform.case(row_id))
    result = nerve("watch", "--through", "--timeout", "0.4")
    assert "still under way after 0 s; nothing is lost" in result.output
    assert result.exit_code == 1


def test_a_suppressed_reply_says_why(nerve: Nerve, platform: Platform) -> None:
    row_id = platform.filed()
    platform.picked_up(row_id)
    platform.audited("reply_suppressed", "message:m", reason="auto_submitted")
    result = nerve("watch", str(row_id))
    assert "audit              reply_suppressed (auto_submitted)" in result.output
    assert "• no reply: this mail must stay unanswered" in result.output


def test_a_row_that_wakes_nothing_ends_at_once(nerve: Nerve, platform: Platform) -> None:
    result = nerve("watch", str(platform.filed(None)))
    assert result.output.splitlines()[-1] == "• kept: this kind of message wakes nothing"
    row_id = platform.filed("demo/anything")
    platform.sent(row_id)
    result = nerve("watch", str(row_id))
    assert result.output.splitlines()[-1] == "• kept: no function listens to demo/anything"
    assert result.exit_code == 0


def test_a_row_that_waits_for_the_engine_tells_the_error_until_the_timeout(
    nerve: Nerve, platform: Platform
) -> None:
    platform.listening("customer/email.received", "answer-email")
    row_id = platform.filed(last_error="the engine does not answer")
    result = nerve("watch", str(row_id), "--timeout", "0.4")
    assert "relay              the engine does not answer" in result.output
    assert f"to go on watching: docker compose run --rm nerve watch {row_id}" in result.output
    assert result.exit_code == 1


def test_greeting_and_farewell_are_printed(nerve: Nerve, platform: Platform) -> None:
    row_id = platform.filed("demo/greet")
    platform.picked_up(row_id, "greet-customer")
    platform.run(
        "INSERT INTO greetings VALUES (%s, 'Sara', 'Hello Sara', now(), 'Bye Sara', now())", row_id
    )
    lines = settled(nerve("watch").output).splitlines()
    assert lines[-3:] == [
        '+N s  greeting           "Hello Sara"',
        '+N s  farewell           "Bye Sara"',
        "• greeted and gone",
    ]


def test_an_empty_inbox_and_an_unknown_row_are_told(nerve: Nerve) -> None:
    assert "The inbox is empty" in nerve("watch").stderr
    result = nerve("watch", "2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c")
    assert "there is no such inbox row" in result.output
    assert result.exit_code == 1
