"""The routes under /slack."""

import re
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, PlainTextResponse

from standins.body import Unreadable, parse_object
from standins.notslack.channel import Channel, words_of
from standins.notslack.errors import refused
from standins.pages.rendering import page

MOST_CHARACTERS = 40_000
MOST_BLOCKS = 50


def routes(channel: Channel) -> APIRouter:
    """The incoming webhook, and the channel as a page and as JSON."""
    router = APIRouter(prefix="/slack")

    @router.post("/services/{team}/{service}/{secret}")
    async def post(team: str, service: str, secret: str, request: Request) -> PlainTextResponse:
        if not re.fullmatch(r"T\w{1,20}/B\w{1,20}/[\w-]{1,64}", f"{team}/{service}/{secret}"):
            raise refused(404, "no_service")
        message = await _read(request)
        text, blocks = message.get("text") or "", message.get("blocks") or []
        if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
            raise refused(400, "invalid_payload")
        if not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS:
            raise refused(400, "invalid_blocks")
        if not all(isinstance(block, dict) and "type" in block for block in blocks):
            raise refused(400, "invalid_blocks")
        if not text and not blocks:
            raise refused(400, "no_text")
        channel.post(text, blocks)
        return PlainTextResponse("ok")

    @router.get("/messages.json")
    async def listing() -> dict[str, Any]:
        return {"messages": channel.messages()}

    @router.get("/")
    async def overview() -> HTMLResponse:
        messages = [
            {**message, "words": words_of(message["blocks"])}
            for message in channel.messages(limit=200)
        ]
        return page("channel.html", messages=messages)

    return router


async def _read(request: Request) -> dict[str, Any]:
    """JSON, or the older form field `payload` with JSON inside."""
    raw = await request.body()
    try:
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            form = parse_qs(raw.decode(), max_num_fields=10)
            raw = form.get("payload", [""])[0].encode()
        return parse_object(raw)
    except (Unreadable, ValueError):
        raise refused(400, "invalid_payload") from None
