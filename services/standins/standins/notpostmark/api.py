"""The routes under /postmark."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse

from standins.body import Unreadable, json_object
from standins.notpostmark.errors import (
    BAD_TOKEN,
    INVALID_JSON,
    NO_SUCH_MESSAGE,
    invalid,
    refused,
)
from standins.notpostmark.mail import read_mail
from standins.notpostmark.message import details, summary
from standins.notpostmark.outbox import Outbox
from standins.pages.rendering import page

MOST_ON_THE_PAGE = 200
MOST_IN_THE_LIST = 100_000
Token = Annotated[str, Header(alias="X-Postmark-Server-Token")]


def routes(outbox: Outbox) -> APIRouter:
    """Sending, searching what was sent, and the outbox as a page and as JSON."""
    router = APIRouter(prefix="/postmark")

    @router.post("/email")
    async def send(request: Request, token: Token = "") -> dict[str, Any]:
        _check_token(token)
        try:
            mail = read_mail(await json_object(request))
        except Unreadable as reason:
            raise refused(422, INVALID_JSON, f"Invalid JSON: {reason}.") from None
        kept = outbox.add(mail)
        return {
            "To": kept["To"],
            "SubmittedAt": kept["SubmittedAt"],
            "MessageID": kept["MessageID"],
            "ErrorCode": 0,
            "Message": "OK",
        }

    @router.get("/messages/outbound")
    async def search(request: Request, token: Token = "") -> dict[str, Any]:
        _check_token(token)
        query = request.query_params
        prefix = "metadata_"
        wanted = {key[len(prefix) :]: query[key] for key in query if key.startswith(prefix)}
        total, found = outbox.search(
            wanted, query.get("recipient"), _number(query, "offset"), _number(query, "count")
        )
        return {"TotalCount": total, "Messages": [summary(message) for message in found]}

    @router.get("/messages/outbound/{message_id}/details")
    async def one(message_id: str, token: Token = "") -> dict[str, Any]:
        _check_token(token)
        found = outbox.find(message_id)
        if found is None:
            raise refused(422, NO_SUCH_MESSAGE, "This message doesn't exist.")
        return details(found)

    @router.get("/outbox.json")
    async def listing() -> dict[str, Any]:
        total, mails = outbox.search({}, None, 0, MOST_IN_THE_LIST)
        return {"total": total, "messages": mails}

    @router.get("/")
    async def overview() -> HTMLResponse:
        total, mails = outbox.search({}, None, 0, MOST_ON_THE_PAGE)
        return page("outbox.html", total=total, mails=mails)

    return router


def _check_token(token: str) -> None:
    if not token.strip():
        message = "No Account or Server API tokens were supplied in the HTTP headers."
        raise refused(401, BAD_TOKEN, message)


def _number(query: QueryParams, name: str) -> int:
    """`count` (at most 500) and `offset` are required; together they reach 10,000 messages."""
    value = query.get(name, "")
    most = 500 if name == "count" else 10_000
    if not value.isascii() or not value.isdigit() or len(value) > 6 or int(value) > most:
        raise invalid(f"Parameter '{name}' is required: a number from 0 to {most}.")
    return int(value)
