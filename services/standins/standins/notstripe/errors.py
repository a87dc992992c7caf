"""Stripe's error shape."""

from standins.refusal import Refusal


def refused(
    status: int,
    message: str,
    *,
    kind: str = "invalid_request_error",
    code: str | None = None,
    param: str | None = None,
) -> Refusal:
    """`{"error": {type, message, code?, param?}}` with this status."""
    error = {"type": kind, "message": message}
    error |= {key: value for key, value in (("code", code), ("param", param)) if value}
    return Refusal(status, {"error": error})


def missing(kind: str, object_id: str, param: str = "id") -> Refusal:
    message = f"No such {kind}: '{object_id[:100]}'"
    return refused(404, message, code="resource_missing", param=param)


def trouble(status: int) -> Refusal:
    """The error that goes with a bare status."""
    if status == 429:
        return refused(429, "Too many requests hit the API too quickly.", code="rate_limit")
    kind = "api_error" if status >= 500 else "invalid_request_error"
    return refused(status, f"The pretend payment service answers {status}.", kind=kind)
