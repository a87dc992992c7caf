"""No refund without an approval of exactly it, none beyond what the order took, none rewritten."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, RaiseException, UniqueViolation

from tests.integration.migrations.gate import REFUND, Gate

NOT_APPROVED = "refund without an approval of exactly this"


def test_an_approved_refund_is_filed_once(gate: Gate) -> None:
    approval = gate.opened(amount=1000)
    gate.decide(approval)
    gate.refund(approval)
    with pytest.raises(UniqueViolation):
        gate.refund(approval)


@pytest.mark.parametrize("verdict", [None, "reject"])
def test_nothing_is_refunded_that_nobody_approved(gate: Gate, verdict: str | None) -> None:
    approval = gate.opened()
    if verdict:
        gate.decide(approval, verdict=verdict)
    with pytest.raises(RaiseException, match=NOT_APPROVED):
        gate.refund(approval)


def test_half_of_four_eyes_pays_nothing(gate: Gate) -> None:
    approval = gate.opened(decisions=2)
    gate.decide(approval)
    with pytest.raises(RaiseException, match=NOT_APPROVED):
        gate.refund(approval)


def test_a_blocked_approval_pays_nothing(gate: Gate) -> None:
    approval = gate.opened()
    gate.decide(approval)
    gate.app.execute("SELECT close_approval(%s, 'blocked', 'dispute')", (approval,))
    with pytest.raises(RaiseException, match=NOT_APPROVED):
        gate.refund(approval)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"amount_cents": 4899}, NOT_APPROVED),
        ({"amount_cents": 4901}, "more than it took"),
        ({"charge_id": "ch_1001"}, NOT_APPROVED),
        ({"order_id": "ord_1001"}, NOT_APPROVED),
        ({"currency": "eur"}, "took nothing of this customer in this currency"),
        ({"customer_id": "cus_omar"}, "took nothing of this customer in this currency"),
        ({"order_id": "ord_1003"}, "took nothing of this customer in this currency"),
    ],
    ids=str,
)
def test_a_refund_differs_in_nothing_from_what_was_approved(
    gate: Gate, other: dict[str, object], said: str
) -> None:
    approval = gate.opened()
    gate.decide(approval)
    with pytest.raises(RaiseException, match=said):
        gate.refund(approval, **other)


def test_an_order_that_was_never_paid_gives_nothing_back(gate: Gate) -> None:
    approval = gate.opened()
    gate.decide(approval)
    gate.owner.execute("UPDATE orders SET status = 'payment_failed' WHERE id = 'ord_1002'")
    with pytest.raises(RaiseException, match="took nothing"):
        gate.refund(approval)


def test_an_order_never_gives_back_more_than_it_took(gate: Gate) -> None:
    first, second = gate.opened(amount=2500), gate.opened(amount=2401)
    for approval in (first, second):
        gate.decide(approval)
    gate.refund(first)
    with pytest.raises(RaiseException, match="more than it took"):
        gate.refund(second)


def test_refunds_at_the_same_moment_see_one_another(gate: Gate) -> None:
    approvals = [gate.opened(amount=4900) for _ in range(12)]
    for approval in approvals:
        gate.decide(approval)

    def pay(approval: object) -> bool:
        with psycopg.connect(gate.app_url) as connection:
            try:
                connection.execute(
                    REFUND,
                    (approval, approval, "cus_sara", "ord_1002", "ch_1002", 4900, "usd"),
                )
                connection.execute("SELECT pg_sleep(0.05)")
            except RaiseException:
                return False
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(pay, approvals)) == 1
    assert gate.one("SELECT sum(amount_cents) FROM refunds") == 4900


def test_a_refund_that_failed_makes_room_and_does_not_come_back_into_it(gate: Gate) -> None:
    first, second = gate.opened(), gate.opened()
    for approval in (first, second):
        gate.decide(approval)
    failed = gate.refund(first)
    gate.app.execute("UPDATE refunds SET status = 'failed' WHERE id = %s", (failed,))
    gate.refund(second)
    with pytest.raises(RaiseException, match="more than it took"):
        gate.app.execute("UPDATE refunds SET status = 'succeeded' WHERE id = %s", (failed,))


@pytest.mark.parametrize(
    "change",
    [
        "amount_cents = 1", "currency = 'eur'", "charge_id = 'ch_1001'", "order_id = 'ord_1001'",
        "customer_id = 'cus_omar'", "params = '{\"amount\": \"1\"}'", "id = gen_random_uuid()",
        "first_sent_at = now() - interval '1 day'", "created_at = now() - interval '2 days'",
    ],
)  # fmt: skip
def test_what_is_sent_is_frozen(gate: Gate, change: str) -> None:
    approval = gate.opened()
    gate.decide(approval)
    gate.refund(approval)
    with pytest.raises(RaiseException, match="frozen"):
        gate.app.execute(f"UPDATE refunds SET {change}")


def test_what_came_of_it_may_be_written(gate: Gate) -> None:
    approval = gate.opened()
    gate.decide(approval)
    gate.refund(approval)
    gate.app.execute(
        "UPDATE refunds SET status = 'succeeded', attempts = 2, stripe_refund_id = 're_1'"
    )
    assert gate.one("SELECT updated_at >= created_at FROM refunds") is True


def test_a_temporary_table_does_not_pose_as_approvals(gate: Gate) -> None:
    approval = gate.opened()
    gate.app.execute("CREATE TEMP TABLE approvals AS SELECT * FROM public.approvals")
    gate.app.execute("GRANT ALL ON pg_temp.approvals TO PUBLIC")
    gate.app.execute("UPDATE pg_temp.approvals SET status = 'approved'")
    with pytest.raises(RaiseException, match=NOT_APPROVED):
        gate.refund(approval)


def test_the_runtime_role_may_not_touch_what_an_order_took(gate: Gate) -> None:
    with pytest.raises(InsufficientPrivilege):
        gate.app.execute("UPDATE orders SET amount_cents = 1000000")


@pytest.mark.parametrize("trigger", ["refunds_within_bounds", "refunds_back_within_bounds"])
def test_it_is_the_triggers_that_refuse(gate: Gate, trigger: str) -> None:
    gate.owner.execute(f"ALTER TABLE refunds DISABLE TRIGGER {trigger}")
    approval, other = gate.opened(), gate.opened()
    for decided in (approval, other):
        gate.decide(decided)
    gate.refund(approval)
    if trigger == "refunds_within_bounds":
        gate.refund(other)
    gate.app.execute("UPDATE refunds SET status = 'failed' WHERE approval_id = %s", (approval,))
    if trigger != "refunds_within_bounds":
        gate.refund(other)
        gate.app.execute("UPDATE refunds SET status = 'pending'")
    assert gate.one("SELECT sum(amount_cents) FROM refunds") == 9800


def test_it_is_the_search_path_that_keeps_temporary_tables_out(gate: Gate) -> None:
    gate.owner.execute(
        "ALTER FUNCTION refunds_within_bounds() SET search_path = pg_catalog, public"
    )
    approval = gate.opened()
    gate.app.execute("CREATE TEMP TABLE approvals AS SELECT * FROM public.approvals")
    gate.app.execute("GRANT ALL ON pg_temp.approvals TO PUBLIC")
    gate.app.execute("UPDATE pg_temp.approvals SET status = 'approved'")
    gate.refund(approval)
    assert gate.status(approval) == "pending"
