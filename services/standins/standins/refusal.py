"""How a vendor says no: raised anywhere, answered in that vendor's own shape."""

from typing import Any

from fastapi import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response


class Refusal(Exception):
    """An answer with an error status; `body` is JSON, or plain text when it is a string."""

    def __init__(self, status: int, body: dict[str, Any] | str) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers: dict[str, str] = {}

    def response(self) -> Response:
        if isinstance(self.body, str):
            return PlainTextResponse(self.body, self.status, self.headers)
        return JSONResponse(self.body, self.status, self.headers)


async def answer_refusal(request: Request, refusal: Exception) -> Response:  # noqa: ARG001
    """FastAPI's handler for `Refusal`."""
    assert isinstance(refusal, Refusal)
    return refusal.response()
