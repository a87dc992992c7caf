"""What a Responses API request says: the mail, the tools on offer, and what they answered."""

import html
import json
import re
from dataclasses import dataclass
from typing import Any

from standins.notopenai.errors import refused
from standins.refusal import Refusal

WRAPPER = re.compile(
    r"<(/?)(?:email|mail|message|customer_email|customer_message)\b[^<>]{0,200}>", re.I
)
LONGEST_MAIL = 200_000


@dataclass(frozen=True)
class Conversation:
    """`email` is the newest user message; `answers` are tool outputs that came after it."""

    instructions: str
    context: str
    email: str
    tools: dict[str, dict[str, Any]]
    answers: dict[str, str]
    arguments: dict[str, dict[str, Any]]


def read_conversation(request: dict[str, Any]) -> Conversation:
    """Understands a request or refuses it the way the real API would."""
    items = _items(request.get("input"))
    since = max((at for at, item in enumerate(items) if item.get("role") == "user"), default=0)
    context = _text(items[since].get("content"))[:LONGEST_MAIL] if items else ""
    calls, answers = _tool_turns(items[since:])
    return Conversation(
        instructions=_optional_text(request, "instructions"),
        context=context,
        email=_newest_words(context),
        tools=_tools(request),
        answers={str(calls[call_id]["name"]): text for call_id, text in answers.items()},
        arguments={str(call["name"]): _arguments(call) for call in calls.values()},
    )


def _items(value: object) -> list[dict[str, Any]]:
    if isinstance(value, str):
        return [{"role": "user", "content": value}]
    if value is None:
        raise _missing("input")
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _invalid("input", "a string or an array of objects")
    return value


def _tool_turns(
    items: list[dict[str, Any]],
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    calls: dict[str, dict[str, Any]] = {}
    answers: dict[str, str] = {}
    for at, item in enumerate(items):
        call_id = item.get("call_id")
        if item.get("type") == "function_call":
            if not isinstance(call_id, str) or not isinstance(item.get("name"), str):
                raise _invalid(f"input[{at}]", "a function call with a name and a call_id")
            calls[call_id] = item
        elif item.get("type") == "function_call_output":
            if not isinstance(call_id, str) or call_id not in calls:
                raise refused(
                    400, "No tool call found for function call output.", param=f"input[{at}]"
                )
            answers[call_id] = _text(item.get("output"))
    for call_id in calls:
        if call_id not in answers:
            raise refused(400, f"No tool output found for function call {call_id}.", param="input")
    return calls, answers


def _arguments(call: dict[str, Any]) -> dict[str, Any]:
    try:
        value = json.loads(call.get("arguments") or "{}")
    except (TypeError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _tools(request: dict[str, Any]) -> dict[str, dict[str, Any]]:
    tools = request.get("tools") or []
    if not isinstance(tools, list) or not all(isinstance(tool, dict) for tool in tools):
        raise _invalid("tools", "an array of objects")
    if request.get("tool_choice") == "none":
        return {}
    return {
        tool["name"]: tool["parameters"] if isinstance(tool.get("parameters"), dict) else {}
        for tool in tools
        if tool.get("type") == "function" and isinstance(tool.get("name"), str)
    }


def _text(content: object) -> str:
    """A content field: plain text, or a list of parts of which the texts count."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    texts = [part.get("text") for part in content if isinstance(part, dict)]
    return "\n".join(text for text in texts if isinstance(text, str))


def _newest_words(context: str) -> str:
    """The mail without the wrapping, and without what it quotes from earlier mails."""
    marks = list(WRAPPER.finditer(context))
    mail = context
    if len(marks) > 1 and marks[-1][1] and not marks[-2][1]:
        mail = html.unescape(context[marks[-2].end() : marks[-1].start()])
    return "\n".join(line for line in mail.splitlines() if not line.lstrip().startswith(">"))


def _optional_text(request: dict[str, Any], field: str) -> str:
    value = request.get(field)
    if value is not None and not isinstance(value, str):
        raise _invalid(field, "a string")
    return value or ""


def _missing(field: str) -> Refusal:
    message = f"Missing required parameter: '{field}'."
    return refused(400, message, param=field, code="missing_required_parameter")


def _invalid(field: str, expected: str) -> Refusal:
    message = f"Invalid type for '{field}': expected {expected}."
    return refused(400, message, param=field, code="invalid_type")
