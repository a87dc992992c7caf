"""A reply in whatever JSON shape the request asks for."""

import json
import re
from typing import Any

from standins.notopenai.clerk import Reply
from standins.notopenai.errors import refused
from standins.notopenai.outcome import Outcome

TEXT_FIELDS = ("body", "text", "reply", "message", "answer", "content", "response", "greeting")
PROMISE = re.compile(r"refund|issued|approved", re.I)
DEEPEST = 12


def reply_text(request: dict[str, Any], reply: Reply) -> str:
    """The text itself, or JSON that validates against `text.format`'s schema."""
    text = request.get("text")
    form = text.get("format") if isinstance(text, dict) else None
    if not isinstance(form, dict) or form.get("type") != "json_schema":
        return reply.text
    schema = form.get("schema")
    if not isinstance(schema, dict):
        raise refused(400, "Missing 'text.format.schema'.", param="text.format.schema")
    return json.dumps(Typed(schema, reply).value(schema, "reply", 0), ensure_ascii=False)


class Typed:
    """Fills one schema with one reply."""

    def __init__(self, root: dict[str, Any], reply: Reply) -> None:
        self._root = root
        self._reply = reply

    def value(self, schema: object, name: str, depth: int) -> Any:
        """A value that fits `schema`, sensible for a field called `name`."""
        schema = self._resolved(schema)
        if depth > DEEPEST:
            return None
        if "const" in schema:
            return schema["const"]
        if isinstance(schema.get("enum"), list) and schema["enum"]:
            return self._choice(schema["enum"])
        for union in ("anyOf", "oneOf"):
            if isinstance(schema.get(union), list) and schema[union]:
                return self.value(self._branch(schema[union], name), name, depth + 1)
        return self._plain(schema, name, depth)

    def _plain(self, schema: dict[str, Any], name: str, depth: int) -> Any:
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = "null" if "null" in kind and not _is_text(name) else kind[0]
        if kind == "object" or "properties" in schema:
            properties = schema.get("properties")
            properties = properties if isinstance(properties, dict) else {}
            only = len(properties) == 1
            return {
                field: self.value(inner, "body" if only else field, depth + 1)
                for field, inner in properties.items()
            }
        if kind == "array":
            least = schema.get("minItems")
            count = min(least, 10) if isinstance(least, int) else 0
            return [self.value(schema.get("items"), name, depth + 1) for _ in range(count)]
        if kind == "boolean":
            return self._is_true(name)
        if kind in ("integer", "number"):
            least = schema.get("minimum", 0)
            return least if isinstance(least, int | float) else 0
        return None if kind == "null" else self._string(schema, name)

    def _string(self, schema: dict[str, Any], name: str) -> str:
        text = self._reply.text
        if "subject" in name or "title" in name:
            text = "Re: your message to support"
        elif name in ("language", "locale"):
            text = "en"
        elif not _is_text(name):
            text = self._reply.outcome.name.lower().replace("_", " ")
        most = schema.get("maxLength")
        return text[:most] if isinstance(most, int) else text

    def _choice(self, options: list[Any]) -> Any:
        for stem in self._reply.outcome.value:
            for option in options:
                if isinstance(option, str) and option.lower().startswith(stem):
                    return option
        harmless = (option for option in options if not PROMISE.search(str(option)))
        return next(harmless, options[0])

    def _branch(self, branches: list[Any], name: str) -> Any:
        if None in branches or not all(isinstance(branch, dict) for branch in branches):
            return {}
        nothing = [branch for branch in branches if branch.get("type") == "null"]
        something = [branch for branch in branches if branch.get("type") != "null"]
        wants_words = _is_text(name) or not nothing
        return something[0] if something and wants_words else nothing[0]

    def _is_true(self, name: str) -> bool:
        if "declin" in name or "reject" in name:
            return self._reply.outcome is Outcome.DECLINED
        return "refund" in name and self._reply.outcome is Outcome.REFUNDED

    def _resolved(self, schema: object) -> dict[str, Any]:
        for _ in range(DEEPEST):
            if not isinstance(schema, dict):
                return {}
            pointer = schema.get("$ref")
            if not isinstance(pointer, str):
                return schema
            schema = self._root
            for part in pointer.removeprefix("#").strip("/").split("/"):
                schema = schema.get(part) if part and isinstance(schema, dict) else schema
        return {}


def _is_text(name: str) -> bool:
    return any(word in name for word in TEXT_FIELDS)
