"""Failures of the model, told apart: what heals by itself, and what does not.

Messages are written anew from class, status and request id. The original ones can quote what the
customer wrote, and ours end up in the engine's store.
"""

import re

import openai
from agents import (
    MaxTurnsExceeded,
    ModelBehaviorError,
    ModelRefusalError,
    ToolTimeoutError,
)
from agents.exceptions import ModelTimeoutError

from worker.ports.failures import Permanent, Temporary

PASSING_STATUSES = frozenset({408, 409, 425, 429})
NEEDS_A_PERSON = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
"""429 codes that no waiting heals: somebody has to pay. Failing at once brings them to it."""

TERMINAL = "Responses stream ended with terminal event"
PASSING_CODES = re.compile(r"code='(server_error|rate_limit_exceeded)'")
INCOMPLETE = re.compile(r"reason='(max_output_tokens|content_filter)'")


class Malformed(Permanent):
    """The model's output does not have the agreed shape. Models vary: worth one more try."""


def told_apart(error: Exception) -> Temporary | Permanent | None:
    """The failure to raise instead of this one, or None when it is not the model's."""
    match error:
        case Temporary() | Permanent():
            return error
        case openai.APIStatusError():
            return _of_status(error)
        case openai.APIResponseValidationError() | openai.APIConnectionError():
            return Temporary(f"the model could not be reached: {type(error).__name__}")
        case ModelTimeoutError() | ToolTimeoutError():
            return Temporary(f"the model took too long: {type(error).__name__}")
        case MaxTurnsExceeded():
            return Permanent("the agent used up its turns without an answer")
        case ModelRefusalError():
            return Permanent("the model refused to answer")
        case ModelBehaviorError():
            return _of_behaviour(error)
        case _:
            return None if error.__cause__ is None else _of_cause(error.__cause__)


def _of_status(error: openai.APIStatusError) -> Temporary | Permanent:
    facts = f"{type(error).__name__}, status {error.status_code}, request {error.request_id}"
    if error.code in NEEDS_A_PERSON or error.type in NEEDS_A_PERSON:
        return Permanent(f"the model's account is out of quota: {facts}")
    if error.status_code in PASSING_STATUSES or error.status_code >= 500:
        return Temporary(f"the model is busy or broken: {facts}")
    return Permanent(f"the model refused the request: {facts}")


def _of_behaviour(error: ModelBehaviorError) -> Temporary | Permanent:
    # The SDK has no class of its own for a response that ended as failed or incomplete.
    if not error.message.startswith(TERMINAL):
        return Malformed("the model's output did not have the agreed shape")
    if incomplete := INCOMPLETE.search(error.message):
        return Permanent(f"the model stopped early: {incomplete[1]}")
    if passing := PASSING_CODES.search(error.message):
        return Temporary(f"the model failed: {passing[1]}")
    return Permanent("the model's response ended as failed")


def _of_cause(cause: BaseException) -> Temporary | Permanent | None:
    # The SDK wraps what a tool raises.
    return cause if isinstance(cause, (Temporary, Permanent)) else None
