"""Text that Postgres can keep: its jsonb takes neither NUL nor half a surrogate pair."""

import re
from typing import Any

from ingress.filing import JsonObject
from ingress.refusal import Refusal

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def replace_unstorable(body: JsonObject, notes: JsonObject) -> JsonObject:
    """`body` with U+FFFD for what cannot be kept; how many were replaced goes into `notes`."""
    count = 0

    def clean(value: Any) -> Any:
        nonlocal count
        if isinstance(value, str):
            kept, replaced = _UNSTORABLE.subn("\ufffd", value)
            count += replaced
            return kept
        if isinstance(value, list):
            return [clean(member) for member in value]
        if isinstance(value, dict):
            return {clean(key): clean(member) for key, member in value.items()}
        return value

    cleaned: JsonObject = clean(body)
    if count:
        notes["replaced_characters"] = count
    return cleaned


def refuse_unstorable(body: JsonObject) -> None:
    """For senders who can correct themselves.

    Raises:
        Refusal: 422, naming the field by its path.
    """
    pending: list[tuple[str, Any]] = [("", body)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, str) and _UNSTORABLE.search(value):
            problem = "has a NUL or a lone surrogate, which cannot be stored"
            raise Refusal(422, f"{path} {problem}", field=path)
        if isinstance(value, list):
            pending += [(f"{path}[{index}]", member) for index, member in enumerate(value)]
        if isinstance(value, dict):
            for key, member in value.items():
                if _UNSTORABLE.search(key):
                    raise Refusal(422, "a key has a NUL or a lone surrogate", field=path or "body")
                pending.append((f"{path}.{key}" if path else key, member))
