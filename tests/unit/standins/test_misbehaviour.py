"""Vendors misbehave when they are told to, as often as they are told to."""

import time
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from tests.unit.standins.test_postmark import MAIL, TOKEN


def sent(client: Any, url: str = "", **changed: Any) -> Any:
    return client.post(f"{url}/postmark/email", json={**MAIL, **changed}, headers=TOKEN)


def kept(client: Any, url: str = "") -> int:
    total: int = client.get(f"{url}/postmark/outbox.json").json()["total"]
    return total


@pytest.mark.parametrize(("when", "effects"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_dropped_answer_is_a_real_disconnect(
    live_url: str, when: str, effects: int, size: int
) -> None:
    with httpx.Client() as client:
        client.post(f"{live_url}/control/postmark", json={"drop_answer": when})
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            sent(client, live_url, TextBody="x" * size)
        assert kept(client, live_url) == effects
        assert sent(client, live_url).status_code == 200


def test_rules_are_used_up_in_their_order(client: TestClient) -> None:
    client.post("/control/postmark", json={"status": 429, "times": 2})
    client.post("/control/postmark", json={"status": 500})
    assert [sent(client).status_code for _ in range(4)] == [429, 429, 500, 200]
    assert kept(client) == 1
    rules = client.get("/control").json()["rules"]
    assert [(rule["remaining"], rule["used"]) for rule in rules] == [(0, 2), (0, 1)]


def test_a_rule_without_an_end_lasts_until_it_is_cleared(client: TestClient) -> None:
    client.post("/control/postmark", json={"status": 503, "times": None})
    assert [sent(client).status_code for _ in range(5)] == [503] * 5
    assert client.delete("/control/postmark").json() == {"cleared": 1}
    assert sent(client).status_code == 200
    assert client.delete("/control").json() == {"cleared": 0}


def test_a_rule_waits_for_the_request_it_is_meant_for(client: TestClient) -> None:
    client.post("/control/postmark", json={"status": 500, "match": "OMAR@"})
    client.post("/control/postmark", json={"status": 503, "path": "/messages/"})
    assert sent(client).status_code == 200
    assert sent(client, To="omar@example.com").status_code == 500
    query = {"count": "1", "offset": "0"}
    search = client.get("/postmark/messages/outbound", params=query, headers=TOKEN)
    assert search.status_code == 503


def test_one_vendors_trouble_is_nobody_elses(client: TestClient) -> None:
    client.post("/control/stripe", json={"status": 500, "times": None})
    assert sent(client).status_code == 200
    assert client.get("/stripe/").status_code == 200
    refused = client.get("/stripe/v1/charges", headers={"authorization": "Bearer x"})
    assert refused.json()["error"]["type"] == "api_error"


def test_a_delayed_answer_comes_late_and_right(client: TestClient) -> None:
    client.post("/control/postmark", json={"delay_ms": 300})
    started = time.monotonic()
    assert sent(client).status_code == 200
    assert time.monotonic() - started >= 0.3


def test_the_mail_of_an_impatient_client_is_still_sent(live_url: str) -> None:
    with httpx.Client() as client:
        client.post(f"{live_url}/control/postmark", json={"delay_ms": 400})
        with pytest.raises(httpx.ReadTimeout):
            client.post(f"{live_url}/postmark/email", json=MAIL, headers=TOKEN, timeout=0.1)
        time.sleep(0.6)
        assert kept(client, live_url) == 1


@pytest.mark.parametrize(
    ("vendor", "rule", "field"),
    [
        ("paypal", {"status": 500}, "vendor"),
        ("stripe", {"status": 200}, "status"),
        ("stripe", {"status": "x"}, "status"),
        ("stripe", {"status": 500, "times": 0}, "times"),
        ("stripe", {"delay_ms": -1}, "delay_ms"),
        ("stripe", {"drop_answer": "maybe"}, "drop_answer"),
        ("stripe", {"status": 500, "match": ""}, "match"),
        ("stripe", {"status": 500, "matches": "x"}, "matches"),
        ("stripe", {"status": 500, "drop_answer": "after"}, "body"),
        ("stripe", {}, "body"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_its_field(
    client: TestClient, vendor: str, rule: dict[str, Any], field: str
) -> None:
    answer = client.post(f"/control/{vendor}", json=rule)
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert client.get("/control").json()["rules"] == []
