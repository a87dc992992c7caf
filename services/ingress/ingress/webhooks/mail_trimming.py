"""What of a mail is kept: not its attachments' content, not its raw form, not endless text."""

from typing import Any

from ingress.filing import JsonObject

MAX_TEXT_BYTES = 64 * 1024
_DROPPED = {"RawEmail"}
_DROPPED_OF_ATTACHMENT = {"Content"}


def trim(mail: JsonObject, notes: JsonObject) -> JsonObject:
    """`mail` without its bulk; `notes` says what was left out and how long it was, in bytes."""
    dropped: dict[str, int] = {}
    truncated: dict[str, int] = {}
    kept = {
        key: _text(value, key, truncated)
        for key, value in _without(mail, _DROPPED, "", dropped).items()
        if key != "Attachments"
    }
    if "Attachments" in mail:
        kept["Attachments"] = _attachments(mail["Attachments"], dropped, truncated)
    if dropped:
        notes["left_out"] = dropped
    if truncated:
        notes["truncated"] = truncated
    return kept


def _attachments(value: Any, dropped: dict[str, int], truncated: dict[str, int]) -> Any:
    if not isinstance(value, list):
        return _text(value, "Attachments", truncated)
    kept = []
    for index, attachment in enumerate(value):
        path = f"Attachments[{index}]"
        if isinstance(attachment, dict):
            attachment = _without(attachment, _DROPPED_OF_ATTACHMENT, f"{path}.", dropped)
        kept.append(_text(attachment, path, truncated))
    return kept


def _without(
    value: JsonObject, names: set[str], prefix: str, dropped: dict[str, int]
) -> JsonObject:
    for name in names & value.keys():
        dropped[prefix + name] = len(_bytes(value[name])) if isinstance(value[name], str) else 0
    return {key: member for key, member in value.items() if key not in names}


def _text(value: Any, path: str, truncated: dict[str, int]) -> Any:
    """`value` with every string in it, keys aside, cut to the limit at a whole character."""
    if isinstance(value, str):
        # Four bytes a character at most: most strings need no encoding to be known as short.
        if len(value) * 4 <= MAX_TEXT_BYTES or len(encoded := _bytes(value)) <= MAX_TEXT_BYTES:
            return value
        truncated[path] = len(encoded)
        return encoded[:MAX_TEXT_BYTES].decode("utf-8", "ignore")
    if isinstance(value, list):
        return [_text(member, f"{path}[{i}]", truncated) for i, member in enumerate(value)]
    if isinstance(value, dict):
        return {key: _text(member, f"{path}.*", truncated) for key, member in value.items()}
    return value


def _bytes(text: str) -> bytes:
    # A lone surrogate has no bytes: it becomes a question mark where a text is cut.
    return text.encode("utf-8", "replace")
