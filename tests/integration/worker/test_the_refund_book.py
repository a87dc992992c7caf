"""The last gate before money moves: approved, unchanged, in time, within bounds, once."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from worker.adapters.postgres.case_files import PostgresCaseFiles
from worker.adapters.postgres.refund_book import PostgresRefundBook
from worker.domain.money import Money
from worker.domain.refund import Outcome, RefundPolicy, RefundProposal
from worker.ports.case_files import Usage
from worker.ports.failures import Permanent, Temporary
from worker.ports.payments import RefundReceipt, RefundState

USAGE = Usage("m", 1, 1, 0, 1)
LEASE = timedelta(seconds=30)
PROPOSAL = RefundProposal(
    "call_1", "cus_sara", "ord_1002", "ch_1002", Money(4900, "usd"), "charged twice"
)
RECEIPT = RefundReceipt("re_1", RefundState.SUCCEEDED)


@pytest.fixture
def book(database):
    return PostgresRefundBook(database, RefundPolicy())


@pytest.fixture
def run_sql(superuser_url, database_name):
    def run(sql: str, *args: object) -> list[tuple]:
        with psycopg.connect(superuser_url, dbname=database_name, autocommit=True) as connection:
            done = connection.execute(sql, args)
            return done.fetchall() if done.description else []

    run("INSERT INTO reviewers (id, name, email) VALUES ('rita', 'R', 'r@x'), ('sam', 'S', 's@x')")
    return run


@pytest.fixture
def decide(app_url):
    def decide(approval_id: UUID, reviewer: str = "rita", verdict: str = "approve") -> str:
        with psycopg.connect(app_url, autocommit=True) as connection:
            row = connection.execute(
                "SELECT outcome FROM decide_approval(%s, %s, %s, '', "
                "(SELECT digest FROM approvals WHERE id = %s), 'terminal')",
                (approval_id, reviewer, verdict, approval_id),
            ).fetchone()
        return str(row[0])

    return decide


@pytest.fixture
def ask(database, file_email):
    """Opens a case in which the agent asks for a refund; gives the message and the approval."""

    async def ask(
        proposal: RefundProposal = PROPOSAL,
        policy: RefundPolicy | None = None,
        expires_in: timedelta = timedelta(hours=4),
    ) -> tuple[UUID, UUID]:
        from tests.integration.worker.conftest import RULES

        files = PostgresCaseFiles(database, RULES, policy or RefundPolicy())
        message = (await files.open(await file_email(), "f", "r")).message_id
        turn = await files.file_pause(message, 1, "s", (proposal,), USAGE, expires_in, "r")
        return message, turn.waiting[0].approval_id

    return ask


def words(audit) -> list[str]:
    return [action for action, _ in audit()]


async def test_an_approved_refund_is_claimed_paid_and_told(
    book, ask, decide, audit, case_files, run_sql
):
    message, approval = await ask()
    assert decide(approval) == "decided"
    claimed = await book.claim(approval, "r", LEASE)
    assert claimed is not None
    assert not claimed.sent_before
    assert (claimed.order.charge_id, str(claimed.order.amount)) == ("ch_1002", "49.00 USD")
    assert claimed.order.params["refund_id"] == str(claimed.order.refund_id)
    for _ in range(3):
        await book.made(claimed.order.refund_id, RECEIPT, "r")
    assert words(audit) == [
        "email_received", "refund_requested", "refund_approved", "refund_issued",
    ]  # fmt: skip
    assert await book.claim(approval, "r", LEASE) is None
    paused = await case_files.paused(message, 1)
    assert [one.outcome for one in paused.settlements] == [Outcome.ISSUED]


async def test_a_decision_wakes_the_run_until_the_run_says_that_it_knows(
    ask, decide, case_files, run_sql
):
    message, approval = await ask()
    decide(approval)
    row = run_sql("SELECT id, event_name, event_data ->> 'approval_id' FROM inbox "
                  "WHERE source = 'decisions' AND next_send_at IS NOT NULL")  # fmt: skip
    assert [(name, about) for _, name, about in row] == [("refund/approval.decided", str(approval))]
    await case_files.settle(message, 1, "run-9")
    assert run_sql("SELECT inbox_id, function_id, run_id FROM inbox_pickups "
                   "WHERE run_id = 'run-9'") == [(row[0][0], "answer-email", "run-9")]  # fmt: skip


async def test_a_hundred_claims_at_once_make_one_refund(book, ask, decide, run_sql):
    _, approval = await ask()
    decide(approval)
    short = timedelta(seconds=0.1)
    claims = await asyncio.gather(
        *(book.claim(approval, f"r{i}", short if i else LEASE) for i in range(100)),
        return_exceptions=True,
    )
    fresh = [c for c in claims if not isinstance(c, BaseException) and c and not c.sent_before]
    assert len(fresh) == 1
    assert all(isinstance(c, Temporary) for c in claims if isinstance(c, BaseException))
    assert run_sql("SELECT count(*) FROM refunds") == [(1,)]


async def test_whoever_takes_over_sends_the_same_frozen_order(book, ask, decide, run_sql):
    _, approval = await ask()
    decide(approval)
    first = await book.claim(approval, "r", timedelta(0))
    second = await book.claim(approval, "r2", LEASE)
    assert second is not None
    assert second.sent_before
    assert second.tries == 2
    assert second.order == first.order
    assert second.order.idempotency_key == f"refund:{first.order.refund_id}"


@pytest.mark.parametrize("verdict", ["reject", None])
async def test_without_an_approval_there_is_nothing_to_claim(book, ask, decide, run_sql, verdict):
    _, approval = await ask()
    if verdict:
        decide(approval, verdict=verdict)
    assert await book.claim(approval, "r", LEASE) is None
    assert run_sql("SELECT count(*) FROM refunds") == [(0,)]


async def test_an_approval_that_does_not_exist_is_a_permanent_failure(book):
    with pytest.raises(Permanent, match="no approval"):
        await book.claim(uuid4(), "r", LEASE)


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [
        ("UPDATE orders SET stripe_charge_id = 'ch_other' WHERE id = 'ord_1002'", "facts_changed"),
        ("UPDATE orders SET currency = 'eur' WHERE id = 'ord_1002'", "facts_changed"),
        ("UPDATE orders SET customer_id = 'cus_omar' WHERE id = 'ord_1002'", "facts_changed"),
        ("UPDATE orders SET amount_cents = 100 WHERE id = 'ord_1002'", "more_than_the_order_took"),
        ("UPDATE approvals SET amount_cents = 4901", "facts_changed"),
        ("UPDATE approvals SET reason = 'other'", "facts_changed"),
        ("UPDATE reviewers SET active = false WHERE id = 'rita'", "not_enough_reviewers"),
        ("UPDATE decisions SET digest = 'x'", "not_enough_reviewers"),
        ("DELETE FROM decisions", "not_enough_reviewers"),
        ("UPDATE approvals SET expires_at = requested_at + interval '1 ms'", "decided_late"),
        ("INSERT INTO disputes (id, charge_id, status) VALUES ('dp', 'ch_1002', 'needs_response')",
         "dispute_open"),
    ],
)  # fmt: skip
async def test_what_changed_since_the_approval_blocks_the_refund(
    book, ask, decide, audit, case_files, run_sql, meanwhile, reason
):
    message, approval = await ask()
    decide(approval)
    await asyncio.sleep(0.01)
    run_sql(meanwhile)
    assert await book.claim(approval, "r", LEASE) is None
    assert run_sql("SELECT status, blocked_reason FROM approvals") == [("blocked", reason)]
    assert words(audit)[-1] == "refund_blocked"
    assert run_sql("SELECT count(*) FROM refunds") == [(0,)]
    paused = await case_files.paused(message, 1)
    assert [one.outcome for one in paused.settlements] == [Outcome.BLOCKED]


async def test_two_refunds_of_one_order_cannot_give_back_more_than_it_took(
    book, ask, decide, run_sql
):
    approvals = [(await ask())[1] for _ in range(2)]
    for approval in approvals:
        decide(approval)
    claims = await asyncio.gather(*(book.claim(one, "r", LEASE) for one in approvals))
    assert sorted(claim is None for claim in claims) == [False, True]
    assert run_sql("SELECT sum(amount_cents) FROM refunds") == [(4900,)]


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        (RefundPolicy(daily_customer_cents=4899), "daily_limit_of_customer"),
        (RefundPolicy(daily_total_cents=4899), "daily_limit"),
    ],
)
async def test_a_day_has_its_limits(database, ask, decide, run_sql, policy, reason):
    _, approval = await ask()
    decide(approval)
    assert await PostgresRefundBook(database, policy).claim(approval, "r", LEASE) is None
    assert run_sql("SELECT blocked_reason FROM approvals") == [(reason,)]


async def test_below_the_threshold_the_policy_decides_and_the_audit_says_so(
    book, ask, audit, app_url, run_sql
):
    _, approval = await ask(policy=RefundPolicy(threshold_cents=5000))
    assert words(audit) == ["email_received", "refund_requested", "refund_approved"]
    assert run_sql("SELECT decided_by FROM approvals") == [("policy",)]
    assert await book.claim(approval, "r", LEASE) is not None


async def test_a_large_refund_needs_two_different_reviewers(book, ask, decide, run_sql):
    _, approval = await ask(policy=RefundPolicy(four_eyes_cents=4900))
    assert decide(approval, "rita") == "recorded"
    assert await book.claim(approval, "r", LEASE) is None
    assert decide(approval, "rita") == "needs_another_reviewer"
    assert decide(approval, "sam") == "decided"
    assert await book.claim(approval, "r", LEASE) is not None


async def test_a_refund_that_the_provider_refuses_is_on_record_once(
    book, ask, decide, audit, case_files, run_sql
):
    message, approval = await ask()
    decide(approval)
    claimed = await book.claim(approval, "r", LEASE)
    for _ in range(2):
        await book.refused(claimed.order.refund_id, "charge_already_refunded", "r")
    assert words(audit)[-1] == "refund_failed"
    assert words(audit).count("refund_failed") == 1
    paused = await case_files.paused(message, 1)
    assert [one.outcome for one in paused.settlements] == [Outcome.BLOCKED]


async def test_a_refund_nobody_can_tell_about_is_escalated(book, ask, decide, audit, run_sql):
    _, approval = await ask()
    decide(approval)
    claimed = await book.claim(approval, "r", LEASE)
    await book.needs_human(claimed.order.refund_id, "r")
    assert words(audit)[-1] == "escalated"
    assert await book.claim(approval, "r", LEASE) is None


async def test_a_refund_that_fails_later_is_on_record_and_told_once(
    book, ask, decide, audit, case_files, run_sql, file_email
):
    _, approval = await ask()
    decide(approval)
    claimed = await book.claim(approval, "r", LEASE)
    await book.made(claimed.order.refund_id, RECEIPT, "r")
    row = await file_email()
    assert await book.made_as(row, "re_1", "refund-failed", "r") == claimed.order
    assert await book.made_as(row, "re_other", "refund-failed", "r") is None
    drafts = {await book.failed_later(claimed.order.refund_id, "declined", "r") for _ in range(3)}
    assert len(drafts) == 1
    (draft,) = drafts
    assert words(audit).count("refund_failed") == 1
    letter = await case_files.claim_reply(draft, LEASE)
    assert letter.recipient == "sara@example.com"
    assert "49.00 USD" in letter.body
    await case_files.reply_sent(draft, "pm-2", "r")
    assert words(audit)[-1] == "reply_sent"
    assert run_sql("SELECT status, failure FROM refunds") == [("failed", "declined")]


async def test_a_refund_that_was_never_made_cannot_fail_later(book, ask, decide, run_sql):
    _, approval = await ask()
    decide(approval)
    claimed = await book.claim(approval, "r", LEASE)
    assert await book.failed_later(claimed.order.refund_id, None, "r") is None
    assert run_sql("SELECT status FROM refunds") == [("sending",)]
