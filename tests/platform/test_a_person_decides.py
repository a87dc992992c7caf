"""A refund is paid once or not at all, whatever dies between the e-mail and the reply."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.platform.oracle import each_answered_once
from tests.platform.stack import Stack, fresh_ids

TWICE = "I was charged twice for my plan, please refund the duplicate charge."


@pytest.fixture(scope="module", autouse=True)
def _patient(stack: Stack, ordinary_worker: None) -> None:
    """People get minutes here; and the same order may be asked about again and again."""
    stack.up("worker", TEST_APPROVAL_TIMEOUT="10m")


def ask(stack: Stack) -> tuple[str, str]:
    """Post an e-mail about a duplicate charge; gives its id and the approval that waits."""
    (provider_id,) = fresh_ids(1)
    with httpx.Client() as client:
        stack.post_email(client, provider_id, subject="Charged twice", text=TWICE)
    stack.wait_for("a pause", lambda: bool(approval_of(stack, provider_id)), 60)
    return provider_id, approval_of(stack, provider_id)[0]


def approval_of(stack: Stack, provider_id: str) -> list[str]:
    rows = stack.psql(f"""
        SELECT a.id FROM approvals a JOIN agent_runs r ON r.id = a.agent_run_id
        JOIN messages m ON m.id = r.message_id JOIN inbox i ON i.id = m.inbox_id
        WHERE i.provider_id = '{provider_id}'
    """)
    return [row[0] for row in rows]


def decide(stack: Stack, approval: str, verdict: str = "approve", reviewer: str = "rita") -> str:
    """Decide the way every door does: by the one function, with the digest that was shown."""
    return stack.psql(f"""
        SELECT outcome FROM decide_approval('{approval}', '{reviewer}', '{verdict}', '',
            (SELECT digest FROM approvals WHERE id = '{approval}'), 'terminal')
    """)[0][0]


def ledger(stack: Stack, approval: str) -> list[dict[str, Any]]:
    """What notstripe really paid for this approval: the oracle."""
    books = httpx.get(stack.standins("/stripe/ledger.json")).json()
    return [one for one in books["refunds"] if one["metadata"].get("approval_id") == approval]


def reply_to(stack: Stack, provider_id: str) -> str:
    (row,) = stack.psql(f"""
        SELECT r.id FROM inbox i JOIN messages m ON m.inbox_id = i.id
        JOIN messages r ON r.answers = m.id WHERE i.provider_id = '{provider_id}'
    """)
    (mail,) = [one for one in stack.outbox() if one["Metadata"]["reply_id"] == row[0]]
    return str(mail["TextBody"]).lower()


def issued(stack: Stack, approval: str) -> int:
    return stack.count(f"""
        SELECT count(*) FROM audit_log WHERE action = 'refund_issued'
        AND detail ->> 'approval_id' = '{approval}'
    """)


def make_room(stack: Stack) -> None:
    """Let what was paid before fail at the provider, so that the order may pay again."""
    for refund in httpx.get(stack.standins("/stripe/ledger.json")).json()["refunds"]:
        if refund["status"] in ("succeeded", "pending"):
            httpx.post(
                stack.standins(f"/stripe/control/refunds/{refund['id']}"),
                json={"status": "failed", "failure_reason": "expired_or_canceled_card"},
            ).raise_for_status()
    stack.psql("UPDATE refunds SET status = 'failed' WHERE status IN ('succeeded', 'pending')")


def paid_once(stack: Stack, provider_id: str, approval: str, within: float = 120) -> None:
    each_answered_once(stack, [provider_id], within=within)
    (refund,) = ledger(stack, approval)
    assert (refund["amount"], refund["charge"]) == (4900, "ch_1002")
    assert issued(stack, approval) == 1


def test_an_approved_refund_is_paid_once_and_the_reply_says_so(stack: Stack) -> None:
    provider_id, approval = ask(stack)
    assert ledger(stack, approval) == []
    assert decide(stack, approval) == "decided"
    paid_once(stack, provider_id, approval)
    body = reply_to(stack, provider_id)
    assert "refund" in body
    assert "declined" not in body


def test_a_rejected_refund_is_told_as_declined(stack: Stack) -> None:
    make_room(stack)
    provider_id, approval = ask(stack)
    assert decide(stack, approval, "reject") == "decided"
    each_answered_once(stack, [provider_id], within=60)
    assert ledger(stack, approval) == []
    body = reply_to(stack, provider_id)
    assert "has been issued" not in body
    assert "declined" in body or "not" in body


def test_many_clicks_at_once_are_one_decision(stack: Stack) -> None:
    make_room(stack)
    provider_id, approval = ask(stack)
    with ThreadPoolExecutor(6) as pool:
        clicks = [("approve", "rita"), ("reject", "sam")] * 3
        outcomes = list(pool.map(lambda click: decide(stack, approval, *click), clicks))
    assert outcomes.count("decided") == 1
    each_answered_once(stack, [provider_id], within=60)
    assert len(ledger(stack, approval)) <= 1


def test_a_decision_made_while_the_engine_is_down_resumes_the_run(stack: Stack) -> None:
    make_room(stack)
    provider_id, approval = ask(stack)
    stack.kill("inngest")
    assert decide(stack, approval) == "decided"
    time.sleep(5)
    stack.start("inngest")
    paid_once(stack, provider_id, approval, within=60)


def test_a_forged_wake_up_moves_nothing(stack: Stack) -> None:
    make_room(stack)
    _, approval = ask(stack)
    script = (
        "import json,os,urllib.request as u;"
        "u.urlopen(u.Request(os.environ['INNGEST_BASE_URL']+'/e/'+os.environ['INNGEST_EVENT_KEY'],"
        f"data=json.dumps({{'name':'refund/approval.decided','data':{{'approval_id':'{approval}'}}}}"
        ").encode(),headers={'content-type':'application/json'}))"
    )
    for _ in range(3):
        stack.compose("exec", "-T", "worker", "python", "-c", script)
    time.sleep(5)
    assert ledger(stack, approval) == []
    assert stack.psql(f"SELECT status FROM approvals WHERE id = '{approval}'") == [["pending"]]
    decide(stack, approval, "reject")


CRASH_POINTS = [
    "refund_book.claim:before",
    "refund_book.claim:after",
    "payments.refund:before",
    "payments.refund:after",
    "refund_book.made:after",
    "support_desk.resume:before",
    "support_desk.resume:after",
    "mailbox.send:after",
]


@pytest.mark.parametrize("point", CRASH_POINTS)
def test_a_worker_that_dies_while_paying_pays_once(stack: Stack, point: str) -> None:
    make_room(stack)
    marker = f"paying-{point.replace(':', '-')}"
    stack.up("worker", TEST_APPROVAL_TIMEOUT="10m", CRASH_AT=point, CRASH_MARKER=marker)
    provider_id, approval = ask(stack)
    assert decide(stack, approval) == "decided"
    paid_once(stack, provider_id, approval, within=180)
    assert "crashing_on_purpose" in stack.compose("logs", "worker")


@pytest.mark.parametrize("service", ["postgres", "valkey", "inngest"])
def test_a_service_that_dies_while_paying_pays_once(stack: Stack, service: str) -> None:
    make_room(stack)
    stack.up("worker", TEST_APPROVAL_TIMEOUT="10m")
    httpx.post(
        stack.standins("/control/stripe"),
        content=json.dumps({"times": 1, "delay_ms": 1500, "path": "/v1/refunds"}),
    )
    provider_id, approval = ask(stack)
    decide(stack, approval)
    time.sleep(1)
    stack.kill(service)
    stack.start(service)
    paid_once(stack, provider_id, approval, within=180)


def test_a_refund_whose_answer_was_lost_is_paid_once(stack: Stack) -> None:
    make_room(stack)
    httpx.post(
        stack.standins("/control/stripe"), json={"times": 2, "drop_answer": "after"}
    ).raise_for_status()
    provider_id, approval = ask(stack)
    decide(stack, approval)
    paid_once(stack, provider_id, approval, within=180)
