"""notslack takes messages and shows them."""

from typing import Any

import pytest
from starlette.testclient import TestClient

HOOK = "/slack/services/T000/B000/local"
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "A refund <b>waits</b>"}}]


def test_a_message_is_kept_and_shown(client: TestClient) -> None:
    answer = client.post(HOOK, json={"text": "Hello", "blocks": BLOCKS})
    assert (answer.status_code, answer.text) == (200, "ok")
    [kept] = client.get("/slack/messages.json").json()["messages"]
    assert (kept["text"], kept["blocks"]) == ("Hello", BLOCKS)
    assert "A refund &lt;b&gt;waits&lt;/b&gt;" in client.get("/slack/").text


def test_words_that_text_and_blocks_share_are_shown_once(client: TestClient) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "A refund waits"}}
    client.post(HOOK, json={"text": "A refund waits", "blocks": [block]})
    assert client.get("/slack/").text.count("A refund waits") == 1


def test_a_message_may_come_as_a_form(client: TestClient) -> None:
    assert client.post(HOOK, data={"payload": '{"text": "Hi"}'}).text == "ok"


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ({}, "no_text"),
        ({"text": 1}, "invalid_payload"),
        ({"text": "x" * 40_001}, "invalid_payload"),
        ({"blocks": ["x"]}, "invalid_blocks"),
        ({"blocks": [{}]}, "invalid_blocks"),
        ({"blocks": BLOCKS * 51}, "invalid_blocks"),
    ],
)
def test_a_bad_message_is_refused_in_slacks_words(
    client: TestClient, message: dict[str, Any], word: str
) -> None:
    answer = client.post(HOOK, json=message)
    assert (answer.status_code, answer.text) == (400, word)


def test_another_webhook_does_not_exist(client: TestClient) -> None:
    answer = client.post("/slack/services/T000/nothing/x", json={"text": "Hi"})
    assert (answer.status_code, answer.text) == (404, "no_service")
