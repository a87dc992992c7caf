"""JSON as we accept it: UTF-8, finite numbers, one value per key, a bounded depth."""

import json
import math
import re
from typing import Any, NoReturn

from ingress.filing import JsonObject
from ingress.refusal import Refusal

MAX_DEPTH = 64
_MARK = re.compile(r'["{}\[\]]')


def parse_object(body: bytes) -> JsonObject:
    """The JSON object in `body`.

    Raises:
        Refusal: 400, saying what is wrong with it.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "the body is not UTF-8") from None
    if _depth(text) > MAX_DEPTH:
        raise Refusal(400, f"the body is nested deeper than {MAX_DEPTH} levels")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_finite,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError):
        raise Refusal(400, "the body is not valid JSON") from None
    if not isinstance(value, dict):
        raise Refusal(400, "the body is not a JSON object")
    return value


def _depth(text: str) -> int:
    """How many brackets are open at most, those inside strings aside.

    Counted before parsing: the parser recurses in C, where a deep body may end the process.
    """
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    mark = _MARK.search(text)
    while mark and deepest <= MAX_DEPTH:
        end = mark.end()
        if mark[0] == '"':
            end = _end_of_string(text, mark.start()) + 1
        elif mark[0] in "{[":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
        mark = _MARK.search(text, end)
    return deepest


def _end_of_string(text: str, start: int) -> int:
    """Where the string that opens at `start` closes; a long one is skipped in few steps."""
    end = text.find('"', start + 1)
    while end != -1:
        backslashes = 0
        while text[end - 1 - backslashes] == "\\":
            backslashes += 1
        if backslashes % 2 == 0:
            return end
        end = text.find('"', end + 1)
    return len(text)


def _object(pairs: list[tuple[str, Any]]) -> JsonObject:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise Refusal(400, "the body has the same key twice in one object")
    return result


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Refusal(400, "the body has a number that is too large")
    return number


def _refuse_constant(_: str) -> NoReturn:
    raise Refusal(400, "the body has NaN or Infinity, which JSON does not know")
