"""Postmark's error shape; the codes are those of its API reference."""

from standins.refusal import Refusal

BAD_TOKEN = 10
INVALID_REQUEST = 300
INVALID_JSON = 402
INACTIVE_RECIPIENT = 406
NO_SUCH_MESSAGE = 701


def refused(status: int, code: int, message: str) -> Refusal:
    """`{"ErrorCode": ..., "Message": ...}` with this status."""
    return Refusal(status, {"ErrorCode": code, "Message": message})


def invalid(message: str) -> Refusal:
    return refused(422, INVALID_REQUEST, message)


def trouble(status: int) -> Refusal:
    """The error that goes with a bare status."""
    return refused(status, 0 if status != 401 else BAD_TOKEN, f"Pretend Postmark answers {status}.")
