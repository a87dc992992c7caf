"""Every page finds what the database has."""

import time

import pytest

from console.postgres.audit import PostgresAudit
from console.postgres.database import Database
from console.records.audit import Filters
from tests.integration.migrations.gate import Gate
from tests.unit.console.browser import Browser

AUDIT = """
INSERT INTO audit_log (action, actor, run_id, customer_id, subject, detail, key)
SELECT 'email_received', 'worker:answer-email', 'run', 'cus_sara', 'inbox:' || n, '{}',
    'key' || n FROM generate_series(1, %s) n
"""


async def test_a_case_is_one_story_from_the_webhook_to_the_audit_row(
    rita: Browser, gate: Gate
) -> None:
    approval = gate.opened()
    await rita.decide(approval, note="fine by me")
    refund = gate.refund(approval)
    gate.owner.execute("UPDATE refunds SET status = 'succeeded', stripe_refund_id = 're_1'")
    gate.owner.execute(
        "INSERT INTO audit_log (action, actor, subject, key)"
        " VALUES ('refund_issued', 'worker:refund', %s, 'k')",
        (f"refund:{refund}",),
    )
    ticket = gate.one("SELECT ticket_id FROM approvals")

    page = (await rita.get(f"/cases/{ticket}")).text

    places = [
        page.index(part)
        for part in ("Webhook kept", "Rita approved", "refund_approved", "refund_issued")
    ]
    assert places == sorted(places)
    for part in ("E-mail: Twice", "Asks for a refund on ord_1002", "sent to Stripe", "re_1"):
        assert part in page


async def test_every_page_answers_on_an_empty_and_on_a_full_database(rita: Browser, gate: Gate):
    paths = ["/approvals", "/approvals?show=decided", "/approvals?show=ended", "/cases",
             "/cases?status=open", "/audit", "/audit?customer=cus_sara&before=3", "/status",
             "/ready"]  # fmt: skip
    for _ in range(2):
        for path in paths:
            assert (await rita.get(path)).status_code == 200, path
        gate.opened()
        gate.decide(gate.opened(order="ord_1001"))


async def test_the_case_list_names_the_case(rita: Browser, gate: Gate) -> None:
    gate.opened()
    ticket = gate.one("SELECT id FROM tickets")

    assert f"/cases/{ticket}" in (await rita.get("/cases?status=open")).text
    assert f"/cases/{ticket}" not in (await rita.get("/cases?status=resolved")).text


async def test_a_second_request_for_the_same_order_is_pointed_out(rita: Browser, gate: Gate):
    first = gate.opened()
    warning = "Another refund of the same order"
    gate.opened(order="ord_1001")
    assert warning not in (await rita.get(f"/approvals/{first}")).text
    second = gate.opened()
    assert warning in (await rita.get(f"/approvals/{first}")).text
    gate.decide(second, verdict="reject")
    assert warning not in (await rita.get(f"/approvals/{first}")).text


@pytest.fixture
def audit(app_url: str):
    return Database(app_url)


async def test_a_sound_chain_is_called_sound(audit: Database, gate: Gate) -> None:
    gate.owner.execute(AUDIT, (1200,))
    async with audit.opened():
        chain = await PostgresAudit(audit).chain()

    assert (chain.rows, chain.head, chain.checked, chain.first_bad, chain.gaps) == (
        1200, 1200, 500, None, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tampering", "first_bad"),
    [
        ("UPDATE audit_log SET actor = 'nobody' WHERE seq = 7", 7),
        ("UPDATE audit_log SET prev_hash = 'x' WHERE seq = 1", 1),
        ("DELETE FROM audit_log WHERE seq = 5", 6),
    ],
)
async def test_a_changed_row_is_found(
    audit: Database, gate: Gate, superuser_url: str, tampering: str, first_bad: int
) -> None:
    gate.owner.execute(AUDIT, (9,))
    gate.owner.execute("ALTER TABLE audit_log DISABLE TRIGGER USER")
    gate.owner.execute(tampering)
    async with audit.opened():
        chain = await PostgresAudit(audit).chain()

    assert chain.first_bad == first_bad


async def test_an_empty_log_has_nothing_wrong(audit: Database, gate: Gate) -> None:
    async with audit.opened():
        chain = await PostgresAudit(audit).chain()

    assert (chain.rows, chain.checked, chain.first_bad, chain.gaps) == (0, 0, None, 0)


async def test_filters_pick_rows_newest_first(audit: Database, gate: Gate) -> None:
    gate.owner.execute(AUDIT, (9,))
    async with audit.opened():
        log = PostgresAudit(audit)
        newest = await log.rows(Filters(), 3)
        before = await log.rows(Filters(customer="cus_sara", run="run", before=3), 50)
        nothing = await log.rows(Filters(subject="inbox:none"), 50)

    assert [row.seq for row in newest] == [9, 8, 7]
    assert [row.seq for row in before] == [2, 1]
    assert nothing == []


async def test_a_long_log_is_still_quick(rita: Browser, gate: Gate) -> None:
    gate.owner.execute(AUDIT, (20_000,))
    await rita.get("/audit")
    began = time.perf_counter()
    assert (await rita.get("/audit?actor=nobody")).status_code == 200

    assert time.perf_counter() - began < 1.0  # far less on a quiet machine
