"""Each guard of the gate carries weight: with it taken out, what it prevents happens."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import psycopg
import pytest
from psycopg.errors import CheckViolation

from tests.integration.migrations.gate import Gate


def weakened(gate: Gate, guard: str, instead: str) -> None:
    """Put decide_approval back without one of its guards."""
    source = gate.one("SELECT pg_get_functiondef('decide_approval'::regproc)")
    assert source.count(guard) == 1
    gate.owner.execute(source.replace(guard, instead))


@pytest.mark.parametrize(
    ("guard", "opened", "click", "outcomes"),
    [
        ("a.expires_at <= now()", {"left": "-1 s"}, {}, ("expired", "decided")),
        ("a.digest IS DISTINCT FROM p_digest", {}, {"digest": "d2"}, ("changed", "decided")),
        # A second guard behind it: the word of who has left is taken down and does not count.
        ("NOT r.active", {}, {"reviewer": "gone"}, ("not_allowed", "recorded")),
        ("lower(r.email) = customer_email", {}, {"reviewer": "sara"}, ("own_request", "decided")),
    ],
    ids=["expiry", "digest", "allowlist", "own request"],
)
def test_without_the_guard_the_click_gets_through(
    gate: Gate,
    guard: str,
    opened: dict[str, Any],
    click: dict[str, Any],
    outcomes: tuple[str, str],
) -> None:
    approval = gate.opened(**opened)
    before = gate.decide(approval, **click).outcome
    gate.owner.execute("DELETE FROM decisions")
    weakened(gate, guard, "false")
    assert (before, gate.decide(approval, **click).outcome) == outcomes


def test_without_the_count_one_person_is_four_eyes(gate: Gate) -> None:
    weakened(gate, "yes >= a.required_decisions", "true")
    assert gate.decide(gate.opened(decisions=2)).outcome == "decided"


@pytest.mark.parametrize(
    ("locked", "outcomes"),
    [(True, ("decided", "already_decided")), (False, ("decided", "decided"))],
)
def test_it_is_the_row_lock_that_lets_the_first_commit_win(
    gate: Gate, locked: bool, outcomes: tuple[str, str]
) -> None:
    if not locked:
        weakened(gate, "WHERE id = p_approval FOR UPDATE", "WHERE id = p_approval")
    approval = gate.opened()
    with (
        psycopg.connect(gate.app_url) as slow,
        psycopg.connect(gate.app_url, autocommit=True) as quick,
        ThreadPoolExecutor(1) as pool,
    ):
        first = gate.decide(approval, "rita", "reject", connection=slow)
        waiting = pool.submit(gate.decide, approval, "sam", connection=quick)
        sleep(0.5)
        assert not waiting.done()
        slow.commit()
        second = waiting.result(timeout=10)
    assert (first.outcome, second.outcome) == outcomes


@pytest.mark.parametrize(
    "broken",
    [
        "ALTER TABLE audit_log ADD CHECK (action <> 'refund_approved')",
        "ALTER TABLE inbox ADD CHECK (source <> 'decisions')",
        "ALTER TABLE decision_attempts ADD CHECK (outcome <> 'decided')",
    ],
    ids=["audit", "wake-up", "attempt"],
)
def test_a_decision_whose_traces_cannot_be_written_is_none(gate: Gate, broken: str) -> None:
    approval = gate.opened()
    gate.owner.execute(broken)
    with pytest.raises(CheckViolation):
        gate.decide(approval)
    assert gate.status(approval) == "pending"
    assert gate.traces() == (0, 0, 0)


def test_a_decision_that_is_rolled_back_leaves_nothing(gate: Gate) -> None:
    approval = gate.opened()
    with psycopg.connect(gate.app_url) as connection:
        gate.decide(approval, connection=connection)
        connection.rollback()
    assert gate.traces() == (0, 0, 0)
    assert gate.decide(approval, "sam").outcome == "decided"


def test_the_policy_approves_only_what_was_opened_as_needing_nobody(gate: Gate) -> None:
    free, gated = gate.opened(decisions=0, order="ord_1001"), gate.opened()

    def by_policy(approval: object) -> bool:
        row = gate.app.execute("SELECT approve_by_policy(%s, '01RUN')", (approval,)).fetchone()
        return row == (True,)

    assert [by_policy(free), by_policy(free), by_policy(gated)] == [True, False, False]
    assert (gate.status(free), gate.status(gated)) == ("approved", "pending")
    rows = gate.owner.execute("SELECT action, actor, subject FROM audit_log").fetchall()
    assert rows == [("refund_approved", "policy:threshold", f"approval:{free}")]
