"""What notstripe can be told, and what it shows."""

import pytest
from starlette.testclient import TestClient

KEY = {"authorization": "Bearer sk_test_local_only"}


@pytest.mark.parametrize(
    ("what", "instruction", "field"),
    [
        ("clock", {"advance_seconds": -1}, "advance_seconds"),
        ("clock", {}, "advance_seconds"),
        ("next-refund", {"made": True}, "body"),
        ("next-refund", {"error": 400}, "error"),
        ("next-refund", {"status": "failed"}, "status"),
        ("refunds/re_9", {"status": "failed"}, "refund"),
        ("disputes", {"charge": "ch_9"}, "charge"),
        ("charges", {"id": "ch_1001", "amount": 1}, "id"),
        ("charges", {"id": "x", "amount": 1}, "id"),
        ("webhooks", {"copies": 0}, "copies"),
        ("webhooks", {"order": "random"}, "order"),
    ],
)
def test_an_instruction_that_makes_no_sense_is_refused_by_its_field(
    client: TestClient, what: str, instruction: dict[str, object], field: str
) -> None:
    answer = client.post(f"/stripe/control/{what}", json=instruction)
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json()["errors"]]


def test_a_refund_does_not_come_back_from_failure(client: TestClient) -> None:
    made = client.post("/stripe/v1/refunds", headers=KEY, data={"charge": "ch_1001"}).json()
    control = f"/stripe/control/refunds/{made['id']}"
    assert client.post(control, json={"status": "failed"}).status_code == 200
    assert client.post(control, json={"status": "succeeded"}).status_code == 422


def test_a_parameter_given_twice_is_refused(client: TestClient) -> None:
    answer = client.post("/stripe/v1/refunds", headers=KEY, content="charge=a&charge=b")
    assert answer.status_code == 400


def test_the_ledger_shows_a_charge_with_its_refunds_and_disputes(client: TestClient) -> None:
    form = {"charge": "ch_1002", "amount": "1234", "metadata[refund_id]": "<r-1>"}
    refund = client.post("/stripe/v1/refunds", headers=KEY, data=form).json()
    assert "<td>succeeded</td>" in client.get("/stripe/").text
    client.post(f"/stripe/control/refunds/{refund['id']}", json={"status": "failed"})
    client.post("/stripe/control/disputes", json={"charge": "ch_1002"})
    shown = client.get("/stripe/").text
    for part in (refund["id"], "$12.34", "&lt;r-1&gt;", "failed: unknown", "disputed", "dp_"):
        assert part in shown
    assert "<r-1>" not in shown


def test_a_charge_can_be_added_and_refunded(client: TestClient) -> None:
    client.post("/stripe/control/charges", json={"id": "ch_new", "amount": 700})
    made = client.post("/stripe/v1/refunds", headers=KEY, data={"charge": "ch_new"}).json()
    assert made["amount"] == 700
