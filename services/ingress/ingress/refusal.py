"""What is said to a sender whose request is not accepted."""

from collections.abc import Mapping

from starlette.responses import JSONResponse


class Refusal(Exception):
    """The request is not accepted; nothing was kept.

    `error` is one sentence for the person who configured the sender, without any of the content;
    `field` names the setting, header or field to correct.
    """

    def __init__(
        self,
        status: int,
        error: str,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.field = field
        self.headers = dict(headers or {})

    def response(self) -> JSONResponse:
        content = {"error": self.error}
        if self.field is not None:
            content["field"] = self.field
        return JSONResponse(content, self.status, self.headers)


def send_again(reason: str) -> Refusal:
    """The one answer that is our own fault: not accepted, the sender should repeat it."""
    return Refusal(503, f"{reason}: not accepted, send it again", headers={"Retry-After": "10"})
