"""notopenai, as OpenAI's own client sees it."""

import json
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from openai import AuthenticationError, BadRequestError, NotFoundError, OpenAI, RateLimitError
from openai.types.responses import ResponseCompletedEvent, ResponseFunctionToolCall
from pydantic import BaseModel
from starlette.testclient import TestClient

from tests.unit.standins.conversations import TOOLS, TWICE, after_refund, email, looked_up

MODEL = "support-clerk"


class Answer(BaseModel):
    subject: str
    body: str
    refund_statement: Literal["none", "declined", "issued"]
    language: str | None
    tags: list[str]


@pytest.fixture
def openai(live_url: str) -> Iterator[OpenAI]:
    with OpenAI(api_key="sk-x", base_url=f"{live_url}/openai/v1", max_retries=0) as client:
        yield client


def test_a_tool_call_has_the_shape_of_the_real_one(openai: OpenAI) -> None:
    items: Any = looked_up("I was charged twice", TWICE)
    response = openai.responses.create(model=MODEL, input=items, tools=TOOLS)
    [item] = response.output
    assert isinstance(item, ResponseFunctionToolCall)
    assert item.name == "issue_refund"
    assert json.loads(item.arguments)["amount_cents"] == 4900
    assert response.usage is not None
    assert response.usage.total_tokens > 100
    assert response.status == "completed"


@pytest.mark.parametrize(
    ("told", "statement"),
    [("issued: made", "issued"), ("not issued: a person declined it.", "declined")],
)
def test_a_typed_reply_says_what_happened(openai: OpenAI, told: str, statement: str) -> None:
    items: Any = after_refund("I was charged twice", TWICE, told)
    response = openai.responses.parse(model=MODEL, input=items, tools=TOOLS, text_format=Answer)
    assert response.output_parsed is not None
    assert response.output_parsed.refund_statement == statement
    assert "Sara" in response.output_parsed.body


def test_a_typed_reply_claims_nothing_when_nothing_was_asked(openai: OpenAI) -> None:
    items: Any = looked_up("How do I add a seat?", TWICE)
    response = openai.responses.parse(model=MODEL, input=items, tools=TOOLS, text_format=Answer)
    assert response.output_parsed is not None
    assert response.output_parsed.refund_statement == "none"
    assert "seats" in response.output_parsed.body


def test_the_same_request_gets_the_same_answer(openai: OpenAI) -> None:
    first, second = (
        openai.responses.create(model=MODEL, input="Write a greeting for: Sara") for _ in range(2)
    )
    other = openai.responses.create(model=MODEL, input="Write a greeting for: Omar")
    assert first.model_dump() == second.model_dump()
    assert first.id != other.id


def test_a_streamed_answer_ends_as_the_plain_one(openai: OpenAI) -> None:
    asked: dict[str, Any] = {"model": MODEL, "input": [email("Hi")], "tools": TOOLS}
    *_, last = openai.responses.create(**asked, stream=True)
    assert isinstance(last, ResponseCompletedEvent)
    assert last.response.output == openai.responses.create(**asked).output


def test_a_streamed_text_comes_in_deltas(openai: OpenAI) -> None:
    with openai.responses.stream(model=MODEL, input="Write a farewell for: Sara") as stream:
        kinds = [event.type for event in stream]
        text = stream.get_final_response().output_text
    assert "response.output_text.delta" in kinds
    assert text.startswith("Goodbye, Sara")


def test_embeddings_are_near_for_the_same_words(openai: OpenAI) -> None:
    texts = ["my card was charged twice", "charged twice on my card", "how do I log in"]
    answer = openai.embeddings.create(model="text-embedding-3-small", input=texts)
    one, near, far = (item.embedding for item in answer.data)
    assert len(one) == 256
    assert _product(one, one) == pytest.approx(1, abs=1e-6)
    assert _product(one, near) > 0.7 > 0.3 > _product(one, far)


def test_embeddings_are_the_same_in_both_encodings(openai: OpenAI) -> None:
    asked: dict[str, Any] = {"model": "text-embedding-3-small", "input": "hello world"}
    packed = openai.embeddings.create(**asked).data[0].embedding
    plain = openai.embeddings.create(**asked, encoding_format="float").data[0].embedding
    assert packed == pytest.approx(plain, abs=1e-6)


def test_the_models_are_listed(openai: OpenAI) -> None:
    assert MODEL in [model.id for model in openai.models.list()]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer  ", "Basic abc"])
def test_a_request_without_a_key_is_refused(client: TestClient, header: str) -> None:
    answer = client.post(
        "/openai/v1/responses",
        json={"model": MODEL, "input": "hi"},
        headers={"authorization": header},
    )
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] is None
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_errors_arrive_as_the_clients_own_exceptions(openai: OpenAI, live_url: str) -> None:
    with pytest.raises(BadRequestError, match="input"):
        openai.responses.create(model=MODEL)
    with pytest.raises(NotFoundError):
        openai.files.list()
    with pytest.raises(BadRequestError, match="previous_response_id"):
        openai.responses.create(model=MODEL, input="x", previous_response_id="resp_1")


def test_a_call_without_its_output_is_refused(openai: OpenAI) -> None:
    items: Any = looked_up("Hi", TWICE)[:2]
    with pytest.raises(BadRequestError, match="No tool output found"):
        openai.responses.create(model=MODEL, input=items, tools=TOOLS)


@pytest.mark.parametrize(("status", "error"), [(401, AuthenticationError), (429, RateLimitError)])
def test_misbehaviour_speaks_openais_language(
    openai: OpenAI, live_url: str, status: int, error: type[Exception]
) -> None:
    openai.post(f"{live_url}/control/openai", body={"status": status}, cast_to=object)
    with pytest.raises(error):
        openai.responses.create(model=MODEL, input="hi")


def test_the_call_log_keeps_no_words(client: TestClient) -> None:
    asked = {"model": MODEL, "input": [email("my secret is swordfish")], "tools": TOOLS}
    client.post("/openai/v1/responses", json=asked, headers={"authorization": "Bearer x"})
    log = client.get("/openai/calls.json")
    assert log.json()["total"] == 1
    assert log.json()["calls"][0]["step"] == "lookup_customer"
    assert "swordfish" not in log.text


def _product(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
