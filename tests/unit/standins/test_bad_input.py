"""Whatever is sent, a vendor answers like a vendor and never with an error of ours."""

import pytest
from starlette.testclient import TestClient

from tests.unit.standins.conversations import TOOLS, looked_up, order

HEADERS = {
    "authorization": "Bearer x",
    "X-Postmark-Server-Token": "x",
    "content-type": "application/json",
}
PATHS = [
    "/openai/v1/responses",
    "/openai/v1/embeddings",
    "/postmark/email",
    "/slack/services/T000/B000/local",
    "/control/stripe",
    "/stripe/v1/refunds",
    "/stripe/control/disputes",
]
BODIES = {
    "empty": b"",
    "not JSON": b"{",
    "not UTF-8": b'{"model": "\xff"}',
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "NaN": b'{"model": NaN}',
    "deep": b"[" * 200_000,
    "deep object": b'{"a":' * 200_000,
    "lone surrogate": rb'{"model": "m", "input": "\ud800", "text": "\ud800", "From": "\ud800"}',
    "a huge number": b'{"model": ' + b"9" * 5000 + b"}",
    "wrong types": b'{"model": {}, "input": 1, "From": 1, "To": {}, "text": [], "times": "x"}',
}
AWKWARD = [
    {"input": None},
    {"input": 1},
    {"input": ["x"]},
    {"input": [{"type": "function_call"}]},
    {"input": [{"type": "function_call_output", "call_id": "x", "output": "y"}]},
    {"input": [{"role": "user", "content": {"a": 1}}], "instructions": 1},
    {"input": "x", "tools": 1},
    {"input": "x", "tools": ["y"]},
    {"input": "x", "text": {"format": {"type": "json_schema"}}},
]
HARMLESS = [
    {"input": []},
    {"input": "x", "tools": [{"type": "function", "name": "lookup_customer"}]},
    {"input": "x", "text": {"format": {"type": "json_schema", "schema": {"$ref": "#"}}}},
    {"input": "x", "text": {"format": {"type": "json_schema", "schema": {"anyOf": [None]}}}},
    {"input": [{"role": "user", "content": [{"type": "input_image"}, 7]}]},
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_cannot_be_read_is_the_senders_fault(
    client: TestClient, path: str, kind: str
) -> None:
    answer = client.post(path, content=BODIES[kind], headers=HEADERS)
    assert 400 <= answer.status_code <= 422


@pytest.mark.parametrize("path", PATHS)
def test_a_body_that_is_too_large_is_refused(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b" " * (13 * 1024 * 1024), headers=HEADERS)
    assert answer.status_code == 413


@pytest.mark.parametrize("fields", AWKWARD)
def test_an_awkward_model_request_is_refused_with_its_parameter(
    client: TestClient, fields: dict[str, object]
) -> None:
    answer = client.post("/openai/v1/responses", json={"model": "m", **fields}, headers=HEADERS)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"]


@pytest.mark.parametrize("fields", HARMLESS)
def test_an_odd_but_possible_model_request_is_answered(
    client: TestClient, fields: dict[str, object]
) -> None:
    answer = client.post("/openai/v1/responses", json={"model": "m", **fields}, headers=HEADERS)
    assert answer.status_code == 200


@pytest.mark.parametrize("value", ["", [], [""], [None], {}, None, 1.5, [[1, 2], "x", 3.5]])
def test_an_embedding_of_nothing_is_refused(client: TestClient, value: object) -> None:
    asked = {"model": "m", "input": value}
    answer = client.post("/openai/v1/embeddings", json=asked, headers=HEADERS)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/openai/v1/nothing", "error"),
        ("/stripe/v1/nothing", "error"),
        ("/postmark/messages/nothing", "ErrorCode"),
        ("/nothing", "detail"),
    ],
)
def test_a_path_that_is_not_there_is_a_404_in_the_vendors_shape(
    client: TestClient, path: str, shape: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert shape in answer.json()


SLOW = {
    "words": "order payment fail charged $1,111.11 instead of overcharged ",
    "amounts": "$1,111,111,111.11",
    "wrappers": "<email>",
    "addresses": "a@a.a.",
    "digits": "1",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", SLOW)
def test_a_mail_made_to_be_slow_is_answered_in_time(client: TestClient, kind: str) -> None:
    text = "I was overcharged " + SLOW[kind] * (2_000_000 // len(SLOW[kind]))
    orders = [order("ord_1", 4900), order("ord_2", 4900)]
    asked = {"model": "m", "input": looked_up(text, orders), "tools": TOOLS}
    answer = client.post("/openai/v1/responses", json=asked, headers=HEADERS)
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() < 5
