"""Killing any process at any moment changes when, never whether, and never twice."""

import time

import pytest

from tests.platform.oracle import count, each_answered_once
from tests.platform.stack import Stack, fresh_ids


def test_the_engine_killed_right_after_the_60th_acknowledgement(stack: Stack):
    ids = fresh_ids(60)
    assert stack.post_emails(ids) == [200] * 60
    stack.kill("inngest")
    stack.start("inngest")
    seconds = each_answered_once(stack, ids, within=180)
    print(f"60 of 60 answered {seconds:.0f} s after the engine was back")
    time.sleep(15)
    assert count(stack, ids).mails_out == 60


def test_mail_that_arrives_while_the_engine_is_down(stack: Stack):
    ids = fresh_ids(100)
    stack.kill("inngest")
    assert stack.post_emails(ids) == [200] * 100
    time.sleep(20)
    assert count(stack, ids).inbox == 100
    stack.start("inngest")
    each_answered_once(stack, ids, within=180)


@pytest.mark.parametrize("service", ["postgres", "valkey", "worker", "ingress"])
def test_a_service_killed_among_a_hundred_mails(stack: Stack, service: str):
    ids = fresh_ids(100)
    accepted: list[str] = []

    def offer(some: list[str]) -> None:
        """As a sender does: what was not acknowledged is offered again."""
        for again in range(30):
            try:
                statuses = stack.post_emails(some)
            except Exception:
                time.sleep(2)
                continue
            accepted.extend(i for i, s in zip(some, statuses, strict=True) if s == 200)
            some = [i for i, s in zip(some, statuses, strict=True) if s != 200]
            if not some:
                return
            time.sleep(1 + again * 0.2)
        raise AssertionError(f"{len(some)} never accepted")

    offer(ids[:50])
    stack.kill(service)
    stack.start(service)
    offer(ids[50:])
    assert set(accepted) == set(ids)
    each_answered_once(stack, ids, within=240)


def test_postgres_is_away_while_senders_do_not_tire(stack: Stack):
    ids = fresh_ids(40)
    stack.compose("stop", "postgres")
    assert set(stack.post_emails(fresh_ids(1_500), at_once=100)) == {503}
    stack.start("postgres")
    stack.wait_for("an inbox", lambda: stack.post_emails(ids[:1]) == [200], 20)
    assert stack.post_emails(ids) == [200] * 40
    each_answered_once(stack, ids, within=120)


CRASH_POINTS = [
    "case_files.open:before",
    "case_files.open:after",
    "support_desk.answer:before",
    "support_desk.answer:after",
    "case_files.file_reply:after",
    "case_files.claim_reply:after",
    "mailbox.send:before",
    "mailbox.send:after",
    "case_files.reply_sent:after",
]


@pytest.mark.parametrize("point", CRASH_POINTS)
def test_the_worker_dies_at_a_point_of_a_run(stack: Stack, point: str):
    stack.up("worker", CRASH_AT=point, CRASH_MARKER=point.replace(":", "-"))
    ids = fresh_ids(3)
    assert stack.post_emails(ids) == [200] * 3
    each_answered_once(stack, ids, within=120)
    assert "crashing_on_purpose" in stack.compose("logs", "worker")


def test_the_worker_is_itself_again(stack: Stack):
    stack.up("worker")
    ids = fresh_ids(1)
    stack.post_emails(ids)
    each_answered_once(stack, ids, within=30)


def test_a_waiting_run_outlives_down_and_up(stack: Stack):
    stack.up("worker", TEST_APPROVAL_TIMEOUT="45s")
    (provider_id,) = ids = fresh_ids(1)
    stack.post_emails(ids, text="You charged me twice, please refund the duplicate charge.")
    stack.wait_for(
        "a pause",
        lambda: stack.count("SELECT count(*) FROM approvals WHERE status = 'pending'") == 1,
        30,
    )
    answered = stack.count("SELECT count(*) FROM audit_log WHERE action = 'reply_sent'")
    stack.compose("down")
    stack.up()
    assert stack.count("SELECT count(*) FROM audit_log WHERE action = 'reply_sent'") == answered
    each_answered_once(stack, ids, within=120)
    assert (
        stack.count(f"""
        SELECT count(*) FROM approvals a JOIN agent_runs r ON r.id = a.agent_run_id
        JOIN messages m ON m.id = r.message_id JOIN inbox i ON i.id = m.inbox_id
        WHERE i.provider_id = '{provider_id}' AND a.status = 'expired'
    """)
        == 1
    )


def test_after_all_that_the_audit_chain_is_whole(stack: Stack):
    broken = stack.count("""
        SELECT count(*) FROM (
            SELECT seq, prev_hash, hash, lag(hash, 1, repeat('0', 64)) OVER w AS before,
                row_number() OVER w AS place,
                audit_log_hash(prev_hash, seq, at, action, actor, run_id, customer_id, subject,
                    detail, key) AS again
            FROM audit_log WINDOW w AS (ORDER BY seq)
        ) chain WHERE hash <> again OR prev_hash <> before OR seq <> place
    """)
    assert broken == 0
    assert stack.count("SELECT count(*) FROM audit_log") > 500
