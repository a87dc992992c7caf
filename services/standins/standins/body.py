"""Request bodies, read with a bound and parsed without surprises."""

import json
from typing import Any, NoReturn

from fastapi import Request

MOST_BYTES = 12 * 1024 * 1024
"""Postmark takes mails of 10 MB; nobody here needs more."""


class Unreadable(Exception):
    """The body is no JSON object that could be kept; the message says why."""


async def json_object(request: Request) -> dict[str, Any]:
    """The body as a JSON object, or `Unreadable`."""
    return parse_object(await request.body())


def parse_object(raw: bytes) -> dict[str, Any]:
    """Strict JSON: no NaN, no lone surrogates (they cannot be stored), nesting within reason."""
    try:
        value = json.loads(raw.decode(), parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    except UnicodeError:
        raise Unreadable("not valid UTF-8 text") from None
    except ValueError:
        raise Unreadable("not valid JSON") from None
    if not isinstance(value, dict):
        raise Unreadable("not a JSON object")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
