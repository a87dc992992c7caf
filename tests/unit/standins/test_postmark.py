"""notpostmark takes mails, keeps them, and refuses what Postmark would refuse."""

from typing import Any

import pytest
from starlette.testclient import TestClient

TOKEN = {"X-Postmark-Server-Token": "local-only"}
MAIL: dict[str, Any] = {
    "From": "Support <support@example.org>",
    "To": "Sara <sara@example.com>",
    "Subject": "Re: hello",
    "TextBody": "Hello Sara",
    "ReplyTo": "support+1@example.org",
    "Headers": [{"Name": "Auto-Submitted", "Value": "auto-replied"}],
    "Metadata": {"reply_id": "r-1"},
    "MessageStream": "outbound",
    "Tag": "reply",
}


def send(client: TestClient, **changed: Any) -> Any:
    return client.post("/postmark/email", json={**MAIL, **changed}, headers=TOKEN)


def search(client: TestClient, **query: str) -> Any:
    query = {"count": "10", "offset": "0", **query}
    return client.get("/postmark/messages/outbound", params=query, headers=TOKEN)


def test_a_mail_is_taken_and_lands_in_the_outbox(client: TestClient) -> None:
    answer = send(client).json()
    assert answer["ErrorCode"] == 0
    assert answer["Message"] == "OK"
    assert answer["To"] == MAIL["To"]
    outbox = client.get("/postmark/outbox.json").json()
    assert outbox["total"] == 1
    [kept] = outbox["messages"]
    assert kept["MessageID"] == answer["MessageID"]
    assert kept["SubmittedAt"] == answer["SubmittedAt"]
    assert {key: kept[key] for key in MAIL} == MAIL


def test_the_outbox_shows_the_newest_first(client: TestClient) -> None:
    for subject in ("one", "two"):
        send(client, Subject=subject)
    kept = client.get("/postmark/outbox.json").json()["messages"]
    assert [(mail["seq"], mail["Subject"]) for mail in kept] == [(2, "two"), (1, "one")]


def test_a_mail_is_found_by_its_metadata(client: TestClient) -> None:
    wanted = send(client, Metadata={"reply_id": "r-2"}).json()["MessageID"]
    send(client)
    found = search(client, metadata_reply_id="r-2").json()
    assert found["TotalCount"] == 1
    assert found["Messages"][0]["MessageID"] == wanted
    assert found["Messages"][0]["Recipients"] == ["sara@example.com"]
    assert search(client, metadata_reply_id="r-3").json() == {"TotalCount": 0, "Messages": []}
    assert search(client, metadata_other="r-2").json()["TotalCount"] == 0


def test_a_mail_is_found_by_its_recipient_in_pages(client: TestClient) -> None:
    for number in range(3):
        send(client, To="omar@example.com", Subject=str(number))
    send(client)
    found = search(client, recipient="OMAR@example.com", count="1", offset="1").json()
    assert found["TotalCount"] == 3
    assert [message["Subject"] for message in found["Messages"]] == ["1"]


def test_the_details_of_a_mail_carry_its_text(client: TestClient) -> None:
    message_id = send(client).json()["MessageID"]
    path = f"/postmark/messages/outbound/{message_id}/details"
    assert client.get(path, headers=TOKEN).json()["TextBody"] == MAIL["TextBody"]
    missing = client.get("/postmark/messages/outbound/nothing/details", headers=TOKEN)
    assert missing.status_code == 422
    assert missing.json()["ErrorCode"] == 701


@pytest.mark.parametrize("path", ["/postmark/messages/outbound", "/postmark/email"])
def test_a_call_without_a_token_is_refused(client: TestClient, path: str) -> None:
    answer = client.request("POST" if path.endswith("email") else "GET", path, json=MAIL)
    assert answer.status_code == 401
    assert answer.json()["ErrorCode"] == 10


@pytest.mark.parametrize(
    "changed",
    [
        {"From": ""},
        {"From": "nobody"},
        {"From": "a@example.org, b@example.org"},
        {"To": ""},
        {"To": "sara"},
        {"To": ["sara@example.com"]},
        {"To": ", ".join(f"p{number}@example.com" for number in range(51))},
        {"Cc": "not an address"},
        {"ReplyTo": "nope@"},
        {"TextBody": "", "HtmlBody": None},
        {"Subject": "one\r\nBcc: two@example.com"},
        {"Headers": {"Name": "X"}},
        {"Headers": [{"Name": "X", "Value": "a\nB: c"}]},
        {"Headers": [{"Name": "X y", "Value": "a"}]},
        {"Headers": ["X"]},
        {"Metadata": ["x"]},
        {"Metadata": {"k" * 21: "v"}},
        {"Metadata": {"k": "v" * 81}},
        {"Metadata": {"k": 1}},
        {"Metadata": {str(number): "v" for number in range(11)}},
    ],
)
def test_a_mail_that_postmark_would_refuse_is_refused(
    client: TestClient, changed: dict[str, Any]
) -> None:
    answer = send(client, **changed)
    assert answer.status_code == 422
    assert answer.json()["ErrorCode"] == 300
    assert client.get("/postmark/outbox.json").json()["total"] == 0


def test_an_inactive_recipient_is_refused_by_its_own_code(client: TestClient) -> None:
    answer = send(client, To="inactive@example.com")
    assert answer.status_code == 422
    assert answer.json()["ErrorCode"] == 406


@pytest.mark.parametrize("query", [{"count": ""}, {"count": "501"}, {"offset": "-1"}])
def test_a_search_needs_a_page(client: TestClient, query: dict[str, str]) -> None:
    assert search(client, **query).status_code == 422


def test_a_customers_html_stays_text_on_the_page(client: TestClient) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    send(client, Subject=attack, TextBody=attack, HtmlBody=attack, Metadata={"k": "<b>"})
    page = client.get("/postmark/")
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
