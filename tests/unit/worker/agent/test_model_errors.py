"""Which failures of the model are worth another try, seen through the real client."""

import json

import httpx2
import openai
import pytest
from agents.models.openai_responses import OpenAIResponsesModel

from tests.unit.worker.agent.scripts import ACCESS, Records, case
from worker.agent.support import OpenAISupportDesk
from worker.ports.failures import Permanent, Temporary
from worker.ports.support_desk import Answered

PRIVATE = "sara@example.com wrote something private"


def desk_before(vendor):
    """A desk whose vendor is this function from request to answer."""
    client = openai.AsyncOpenAI(
        api_key="sk-x",
        base_url="http://model.invalid/v1",
        max_retries=0,
        http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(vendor)),
    )
    model = OpenAIResponsesModel("some-model", client)
    return OpenAISupportDesk(Records(), ACCESS, model)


def response(status="completed", output=(), **more):
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "some-model",
        "status": status,
        "output": list(output),
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
        **more,
    }


def message(part):
    return {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "status": "completed",
        "content": [part],
    }


def refusing(status, code=None):
    error = {"message": PRIVATE, "type": "some_error", "code": code, "param": None}
    return lambda request: httpx2.Response(
        status, json={"error": error}, headers={"x-request-id": "req_7"}
    )


def answering(body):
    return lambda request: httpx2.Response(200, json=body)


def breaking(error):
    def vendor(request):
        raise error(PRIVATE)

    return vendor


REFUSAL = message({"type": "refusal", "refusal": PRIVATE})
PROSE = message({"type": "output_text", "text": PRIVATE, "annotations": []})

TABLE = [
    ("rate limit", refusing(429, "rate_limit_exceeded"), Temporary),
    ("out of quota", refusing(429, "insufficient_quota"), Permanent),
    ("server error", refusing(500), Temporary),
    ("bad gateway", refusing(502), Temporary),
    ("overloaded", refusing(503), Temporary),
    ("conflict", refusing(409), Temporary),
    ("request timeout", refusing(408), Temporary),
    ("bad request", refusing(400), Permanent),
    ("content filter of the gateway", refusing(400, "content_filter"), Permanent),
    ("wrong key", refusing(401), Permanent),
    ("forbidden", refusing(403), Permanent),
    ("no such model", refusing(404), Permanent),
    ("unprocessable", refusing(422), Permanent),
    ("timeout", breaking(httpx2.ReadTimeout), Temporary),
    ("connection refused", breaking(httpx2.ConnectError), Temporary),
    ("answer lost", breaking(httpx2.RemoteProtocolError), Temporary),
    ("refusal", answering(response(output=[REFUSAL])), Permanent),
    ("prose", answering(response(output=[PROSE])), Permanent),
    (
        "too many tokens",
        answering(response("incomplete", incomplete_details={"reason": "max_output_tokens"})),
        Permanent,
    ),
    (
        "content filter",
        answering(response("incomplete", incomplete_details={"reason": "content_filter"})),
        Permanent,
    ),
    (
        "failed by the server",
        answering(response("failed", error={"code": "server_error", "message": PRIVATE})),
        Temporary,
    ),
    (
        "failed by the request",
        answering(response("failed", error={"code": "invalid_prompt", "message": PRIVATE})),
        Permanent,
    ),
]


@pytest.mark.parametrize(("vendor", "kind"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE])
async def test_failures_of_the_model_are_told_apart_and_quote_nobody(vendor, kind, caplog):
    with caplog.at_level("DEBUG"), pytest.raises((Temporary, Permanent)) as caught:
        await desk_before(vendor).answer(case("My secret question"))

    assert isinstance(caught.value, kind), str(caught.value)
    assert PRIVATE not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    # The HTTP clients log their requests at debug level, which no service of ours switches on.
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("openai.agents")]
    assert ours
    assert not [line for line in ours if "secret" in line or PRIVATE in line]


async def test_the_request_id_is_told():
    with pytest.raises(Permanent, match=r"BadRequestError, status 400, request req_7"):
        await desk_before(refusing(400)).answer(case())


async def test_an_unexpected_failure_is_not_dressed_up():
    class Bug(Exception):
        pass

    class Broken(Records):
        async def orders(self, customer_id):
            raise Bug("mine")

    from tests.unit.worker.agent.scripts import desk, looks_up

    support, _ = desk(looks_up(), records=Broken())
    with pytest.raises(Exception, match="mine") as caught:
        await support.answer(case())
    assert not isinstance(caught.value, (Temporary, Permanent))


async def test_a_good_answer_of_the_real_client_is_understood_and_nothing_is_kept_there():
    requests = []

    def vendor(request):
        requests.append(json.loads(request.content))
        text = json.dumps({"subject": "Hi", "body": "Hello.", "refund_statement": "none"})
        part = {"type": "output_text", "text": text, "annotations": []}
        usage = {
            "input_tokens": 50,
            "input_tokens_details": {"cached_tokens": 20},
            "output_tokens": 5,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 55,
        }
        return httpx2.Response(200, json=response(output=[message(part)], usage=usage))

    answered = await desk_before(vendor).answer(case())

    assert isinstance(answered, Answered)
    assert (answered.usage.turns, answered.usage.cached_tokens) == (1, 20)
    (request,) = requests
    assert request["store"] is False
    assert request["parallel_tool_calls"] is False
    assert "temperature" not in request
    schema = request["text"]["format"]
    assert schema["strict"] is True
    assert set(schema["schema"]["required"]) == {"subject", "body", "refund_statement"}
    assert "default" not in json.dumps(schema)
