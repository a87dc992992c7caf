"""A decision about money is made once, by somebody allowed to, about what they were shown."""

from uuid import UUID, uuid4

import pytest
from psycopg.errors import InsufficientPrivilege, RaiseException

from tests.integration.migrations.gate import Gate

NOTHING = (0, 0, 0)
CLICKS = [
    ("rita" if number % 2 else "sam", "approve" if number % 3 else "reject") for number in range(50)
]


@pytest.mark.parametrize(("verdict", "status"), [("approve", "approved"), ("reject", "rejected")])
def test_a_decision_leaves_a_row_an_audit_row_and_a_wake_up(
    gate: Gate, verdict: str, status: str
) -> None:
    approval = gate.opened()
    said = gate.decide(approval, verdict=verdict)
    assert said[:3] == ("decided", status, "rita")
    assert gate.status(approval) == status
    assert gate.traces() == (1, 1, 1)
    assert gate.attempts() == ["decided"]
    audit = gate.owner.execute(
        "SELECT action, actor, customer_id, subject, detail, xmin::text FROM audit_log"
    ).fetchone()
    assert audit is not None
    assert audit[:4] == (f"refund_{status}", "reviewer:rita", "cus_sara", f"approval:{approval}")
    assert audit[4] == {
        "via": "terminal", "order_id": "ord_1002", "amount_cents": 4900, "currency": "usd",
        "digest": "d1", "reviewers": ["rita"],
    }  # fmt: skip
    wake = gate.owner.execute(
        "SELECT id, event_name, event_data, next_send_at <= now(), xmin::text FROM inbox"
        " WHERE source = 'decisions'"
    ).fetchone()
    assert wake is not None
    assert wake[1] == "refund/approval.decided"
    assert wake[2] == {"approval_id": str(approval), "inbox_id": str(wake[0])}
    assert wake[3] is True
    # One transaction wrote all of it: the row version says which.
    assert {audit[5], wake[4]} == {gate.one("SELECT xmin::text FROM approvals")}


def test_of_fifty_clicks_at_once_one_decides_and_the_rest_are_told_who(gate: Gate) -> None:
    approval = gate.opened()
    answers = gate.at_once(approval, CLICKS)
    (winner,) = [said for said in answers if said.outcome == "decided"]
    losers = [said for said in answers if said is not winner]
    assert {said.outcome for said in losers} == {"already_decided"}
    assert {said[1:] for said in losers} == {winner[1:]}
    assert winner.decided_by in ("rita", "sam")
    assert gate.status(approval) == winner.status
    assert gate.traces() == (1, 1, 1)
    assert sorted(gate.attempts()) == ["already_decided"] * 49 + ["decided"]


def test_of_fifty_clicks_on_four_eyes_two_people_decide_once(gate: Gate) -> None:
    approval = gate.opened(decisions=2)
    answers = gate.at_once(approval, [(reviewer, "approve") for reviewer, _ in CLICKS])
    outcomes = [said.outcome for said in answers]
    assert (outcomes.count("recorded"), outcomes.count("decided")) == (1, 1)
    assert set(outcomes) <= {
        "recorded", "decided", "already_decided", "needs_another_reviewer",
    }  # fmt: skip
    assert gate.traces() == (2, 1, 1)
    assert set(gate.one("SELECT detail -> 'reviewers' FROM audit_log")) == {"rita", "sam"}


def test_four_eyes_record_the_first_and_decide_with_the_second(gate: Gate) -> None:
    approval = gate.opened(decisions=2)
    assert gate.decide(approval)[:3] == ("recorded", "pending", None)
    assert gate.traces() == (1, 0, 0)
    assert gate.decide(approval).outcome == "needs_another_reviewer"
    assert gate.traces() == (1, 0, 0)
    assert gate.decide(approval, "sam")[:3] == ("decided", "approved", "sam")
    assert gate.one("SELECT detail -> 'reviewers' FROM audit_log") == ["rita", "sam"]


@pytest.mark.parametrize("first", [True, False])
def test_one_of_four_eyes_is_enough_to_reject(gate: Gate, first: bool) -> None:
    approval = gate.opened(decisions=2)
    if not first:
        gate.decide(approval)
    assert gate.decide(approval, "sam", "reject")[:3] == ("decided", "rejected", "sam")
    assert gate.decide(approval).outcome == "already_decided"


def test_the_word_of_a_reviewer_who_has_left_no_longer_counts(gate: Gate) -> None:
    approval = gate.opened(decisions=2)
    gate.decide(approval)
    gate.owner.execute("UPDATE reviewers SET active = false WHERE id = 'rita'")
    assert gate.decide(approval, "sam").outcome == "recorded"
    assert gate.status(approval) == "pending"


def test_a_decision_a_second_before_expiry_counts_and_one_a_second_after_does_not(
    gate: Gate,
) -> None:
    in_time, late = gate.opened(left="1 s"), gate.opened(left="-1 s")
    assert gate.decide(late)[:3] == ("expired", "expired", None)
    assert gate.decide(in_time).outcome == "decided"
    assert gate.status(late) == "pending"
    assert gate.traces() == (1, 1, 1)
    assert gate.attempts() == ["expired", "decided"]


def refused(gate: Gate, approval: UUID | None, expected: str, **click: str | None) -> None:
    """Nothing but a line in the list of attempts comes of it."""
    assert gate.decide(approval, **click).outcome == expected  # type: ignore[arg-type]
    assert gate.traces() == NOTHING
    assert gate.attempts() == [expected]


@pytest.mark.parametrize(
    ("click", "expected"),
    [
        ({"digest": "d2"}, "changed"),
        ({"digest": None}, "changed"),
        ({"reviewer": "gone"}, "not_allowed"),
        ({"reviewer": "mallory"}, "not_allowed"),
        ({"reviewer": "Rita"}, "not_allowed"),
        ({"reviewer": None}, "not_allowed"),
        ({"reviewer": "sara"}, "own_request"),
        ({"verdict": "maybe"}, "bad_verdict"),
        ({"verdict": None}, "bad_verdict"),
    ],
    ids=str,
)
def test_a_click_that_may_not_decide_is_refused_and_on_record(
    gate: Gate, click: dict[str, str | None], expected: str
) -> None:
    approval = gate.opened()
    refused(gate, approval, expected, **click)
    assert gate.status(approval) == "pending"


@pytest.mark.parametrize("approval", [uuid4(), None], ids=["unknown", "none"])
def test_an_approval_that_does_not_exist_is_refused_and_on_record(
    gate: Gate, approval: UUID | None
) -> None:
    refused(gate, approval, "unknown")


def test_a_decision_about_one_approval_leaves_the_customers_other_one_alone(gate: Gate) -> None:
    one, other = gate.opened(order="ord_1001"), gate.opened(order="ord_1002")
    gate.decide(one)
    assert (gate.status(one), gate.status(other)) == ("approved", "pending")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE approvals SET status = 'approved'",
        "UPDATE approvals SET expires_at = now() + interval '1 year'",
        "UPDATE approvals SET amount_cents = 1",
        "INSERT INTO approvals (id, status) VALUES (gen_random_uuid(), 'approved')",
        "INSERT INTO decisions (approval_id, reviewer_id, verdict, via, digest)"
        " SELECT id, 'rita', 'approve', 'terminal', digest FROM approvals",
        "UPDATE decisions SET verdict = 'approve'",
        "DELETE FROM decisions",
        "INSERT INTO reviewers (id, name, email) VALUES ('eve', 'Eve', 'eve@x.example')",
        "UPDATE reviewers SET active = true",
        "DELETE FROM decision_attempts",
        "DELETE FROM refunds",
        "ALTER FUNCTION decide_approval RENAME TO gone",
        "ALTER TABLE refunds DISABLE TRIGGER ALL",
    ],
)
def test_the_runtime_role_cannot_go_round_the_gate(gate: Gate, statement: str) -> None:
    gate.opened()
    with pytest.raises(InsufficientPrivilege):
        gate.app.execute(statement)


def test_a_temporary_table_does_not_pose_as_the_list_of_reviewers(gate: Gate) -> None:
    approval = gate.opened()
    for table in ("reviewers", "decisions"):
        gate.app.execute(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING DEFAULTS)")
        gate.app.execute(f"GRANT ALL ON pg_temp.{table} TO PUBLIC")
    gate.app.execute(
        "INSERT INTO pg_temp.reviewers (id, name, email) VALUES ('eve', 'Eve', 'eve@x.example')"
    )
    refused(gate, approval, "not_allowed", reviewer="eve")


@pytest.mark.parametrize("status", ["approved", "rejected", "pending"])
def test_closing_only_ever_takes_permission_away(gate: Gate, status: str) -> None:
    with pytest.raises(RaiseException, match="closed as expired or blocked"):
        gate.app.execute("SELECT close_approval(%s, %s, 'x')", (gate.opened(), status))


@pytest.mark.parametrize(
    ("left", "decided", "close_as", "ends"),
    [
        ("1 h", None, "expired", "pending"),
        ("-1 s", None, "expired", "expired"),
        ("1 h", None, "blocked", "blocked"),
        ("1 h", "approve", "blocked", "blocked"),
        ("1 h", "approve", "expired", "approved"),
        ("1 h", "reject", "blocked", "rejected"),
        ("1 h", "reject", "expired", "rejected"),
    ],
)
def test_an_approval_is_closed_only_where_that_is_true(
    gate: Gate, left: str, decided: str | None, close_as: str, ends: str
) -> None:
    approval = gate.opened(left=left)
    if decided:
        gate.decide(approval, verdict=decided)
    row = gate.app.execute("SELECT close_approval(%s, %s, 'why')", (approval, close_as)).fetchone()
    assert row == (ends == close_as,)
    assert gate.status(approval) == ends
    if ends == close_as:
        assert gate.decide(approval, "sam").outcome in ("already_decided", "expired")
