"""What the agent did is filed once, and a refund it asked for waits, expires and is audited."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from worker.domain.case import Reply
from worker.domain.money import Money
from worker.domain.refund import Outcome, RefundProposal, Settlement
from worker.ports.case_files import Usage
from worker.ports.failures import Temporary

USAGE = Usage(model="m", turns=1, input_tokens=10, cached_tokens=2, output_tokens=3)
PROPOSAL = RefundProposal(
    "call_1", "cus_sara", "ord_1002", "ch_1002", Money(4900, "usd"), "charged twice"
)
HOURS = timedelta(hours=4)


async def test_a_reply_is_filed_once_whoever_else_tries(case_files, file_email):
    opened = await case_files.open(await file_email(), "f", "r")
    assert await case_files.turn(opened.message_id) is None
    turns = await asyncio.gather(
        *(
            case_files.file_reply(opened.message_id, 0, Reply("Re", f"text {i}"), USAGE)
            for i in range(10)
        )
    )
    assert len(set(turns)) == 1
    assert turns[0].reply_id is not None
    assert turns[0].waiting == ()


async def test_a_pause_opens_one_approval_and_audits_it(case_files, file_email, audit, app_url):
    message = (await case_files.open(await file_email(), "f", "r")).message_id
    first = await case_files.file_pause(message, 1, "state", (PROPOSAL,), USAGE, HOURS, "r")
    again = await case_files.file_pause(message, 1, "other", (PROPOSAL,), USAGE, HOURS, "r")
    assert first == again == await case_files.turn(message)
    assert first.reply_id is None
    assert first.waiting[0].seconds_left == pytest.approx(4 * 3600, abs=5)
    assert audit()[-1] == ("refund_requested", f"approval:{first.waiting[0].approval_id}")
    with psycopg.connect(app_url) as connection:
        row = connection.execute("SELECT digest, amount_cents, status FROM approvals").fetchone()
    assert row == (PROPOSAL.digest, 4900, "pending")


async def test_an_undecided_approval_cannot_be_settled_before_it_expires(case_files, file_email):
    message = (await case_files.open(await file_email(), "f", "r")).message_id
    await case_files.file_pause(message, 1, "state", (PROPOSAL,), USAGE, HOURS, "r")
    with pytest.raises(Temporary, match="neither decided nor expired"):
        await case_files.settle(message, 1, "r")


async def test_an_expired_approval_blocks_the_refund_once(case_files, file_email, audit):
    message = (await case_files.open(await file_email(), "f", "r")).message_id
    await case_files.file_pause(
        message, 1, "state", (PROPOSAL,), USAGE, timedelta(milliseconds=50), "r"
    )
    await asyncio.sleep(0.1)
    for _ in range(3):
        await case_files.settle(message, 1, "r")
    assert [action for action, _ in audit()] == [
        "email_received",
        "refund_requested",
        "refund_blocked",
    ]
    paused = await case_files.paused(message, 1)
    assert paused is not None
    assert paused.state == "state"
    assert paused.settlements == (Settlement("call_1", Outcome.EXPIRED),)


async def test_after_the_resumed_reply_there_is_nothing_to_resume(case_files, file_email):
    message = (await case_files.open(await file_email(), "f", "r")).message_id
    await case_files.file_pause(message, 1, "state", (PROPOSAL,), USAGE, HOURS, "r")
    turn = await case_files.file_reply(message, 1, Reply("Re", "declined"), USAGE)
    assert turn.reply_id is not None
    assert await case_files.paused(message, 1) is None


async def test_a_late_reply_from_an_older_pause_changes_nothing(case_files, file_email):
    message = (await case_files.open(await file_email(), "f", "r")).message_id
    await case_files.file_pause(message, 1, "one", (PROPOSAL,), USAGE, HOURS, "r")
    await case_files.file_pause(message, 2, "two", (), USAGE, HOURS, "r")
    turn = await case_files.file_reply(message, 1, Reply("Re", "late"), USAGE)
    assert turn.round == 2
    assert turn.reply_id is None


async def test_tokens_add_up_over_the_rounds(case_files, file_email, app_url):
    message = (await case_files.open(await file_email(), "f", "r")).message_id
    await case_files.file_pause(message, 1, "state", (PROPOSAL,), USAGE, HOURS, "r")
    await case_files.file_reply(message, 1, Reply("Re", "x"), USAGE)
    with psycopg.connect(app_url) as connection:
        row = connection.execute(
            "SELECT turns, input_tokens, cached_tokens, output_tokens FROM agent_runs"
        ).fetchone()
    assert row == (2, 20, 4, 6)
