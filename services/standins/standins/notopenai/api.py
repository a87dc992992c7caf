"""The routes under /openai."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from standins.body import Unreadable, json_object
from standins.notopenai.calls import CallLog
from standins.notopenai.clerk import Call, decide
from standins.notopenai.conversation import read_conversation
from standins.notopenai.embedding import embeddings
from standins.notopenai.errors import refused
from standins.notopenai.response import MADE_AT, fingerprint, response_object
from standins.notopenai.stream import event_stream
from standins.pages.rendering import page

MODELS = ("support-clerk", "gpt-5.4-mini", "text-embedding-3-small")


def routes(calls: CallLog) -> APIRouter:
    """Responses, embeddings and models, and a page and a list of what was asked."""
    router = APIRouter(prefix="/openai")

    @router.post("/v1/responses")
    async def create_response(
        request: Request, authorization: Annotated[str, Header()] = ""
    ) -> Response:
        asked = await _read(request, authorization)
        move = decide(read_conversation(asked))
        response = response_object(asked, move)
        step = move.tool if isinstance(move, Call) else "final"
        calls.add(asked["model"], step, fingerprint(asked))
        if asked.get("stream") is True:
            return StreamingResponse(event_stream(response), media_type="text/event-stream")
        return JSONResponse(response)

    @router.post("/v1/embeddings")
    async def create_embeddings(
        request: Request, authorization: Annotated[str, Header()] = ""
    ) -> dict[str, Any]:
        asked = await _read(request, authorization)
        answer = embeddings(asked)
        calls.add(asked["model"], "embeddings", fingerprint(asked))
        return answer

    @router.get("/v1/models")
    async def models(authorization: Annotated[str, Header()] = "") -> dict[str, Any]:
        _check_token(authorization)
        return {"object": "list", "data": [_model(name) for name in MODELS]}

    @router.get("/calls.json")
    async def listing() -> dict[str, Any]:
        return calls.listing()

    @router.get("/")
    async def overview() -> HTMLResponse:
        return page("calls.html", **calls.listing(limit=200))

    return router


async def _read(request: Request, authorization: str) -> dict[str, Any]:
    _check_token(authorization)
    try:
        asked = await json_object(request)
    except Unreadable as reason:
        message = f"We could not parse the JSON body of your request: {reason}."
        raise refused(400, message) from None
    if not isinstance(asked.get("model"), str) or not asked["model"]:
        raise refused(
            400,
            "Missing required parameter: 'model'.",
            param="model",
            code="missing_required_parameter",
        )
    for field in ("previous_response_id", "conversation"):
        if asked.get(field) is not None:
            raise refused(400, f"'{field}' is not kept here: send the whole input.", param=field)
    return asked


def _check_token(authorization: str) -> None:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise refused(401, "You didn't provide an API key: send it as a bearer token.")


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": MADE_AT, "owned_by": "notopenai"}
