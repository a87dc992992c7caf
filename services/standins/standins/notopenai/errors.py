"""OpenAI's error shape."""

from standins.refusal import Refusal

TYPES = {
    401: ("invalid_request_error", "invalid_api_key"),
    404: ("invalid_request_error", None),
    429: ("rate_limit_exceeded", "rate_limit_exceeded"),
}


def refused(
    status: int,
    message: str,
    *,
    param: str | None = None,
    code: str | None = None,
    kind: str = "invalid_request_error",
) -> Refusal:
    """`{"error": {message, type, param, code}}` with this status."""
    return Refusal(
        status, {"error": {"message": message, "type": kind, "param": param, "code": code}}
    )


def trouble(status: int) -> Refusal:
    """The error that goes with a bare status."""
    usual = ("server_error", None) if status >= 500 else ("invalid_request_error", None)
    kind, code = TYPES.get(status, usual)
    return refused(status, f"The pretend model answers {status}.", kind=kind, code=code)
