"""The Response object, as the Responses API sends it."""

import hashlib
import json
from typing import Any

from standins.notopenai.clerk import Call, Reply
from standins.notopenai.typed_reply import reply_text

MADE_AT = 1_750_000_000
"""The clerk has no clock: the same request gets the same bytes."""


def response_object(request: dict[str, Any], move: Call | Reply) -> dict[str, Any]:
    """The finished answer to this request, with ids made from it."""
    mark = fingerprint(request)
    item = _call_item(mark, move) if isinstance(move, Call) else _message(mark, request, move)
    return {
        "id": f"resp_{mark}",
        "object": "response",
        "created_at": MADE_AT,
        "completed_at": MADE_AT,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "instructions": request.get("instructions"),
        "metadata": request.get("metadata") or {},
        "model": request["model"],
        "output": [item],
        "parallel_tool_calls": request.get("parallel_tool_calls") is not False,
        "previous_response_id": None,
        "store": False,
        "temperature": request.get("temperature", 1.0),
        "text": request.get("text") or {"format": {"type": "text"}},
        "tool_choice": request.get("tool_choice") or "auto",
        "tools": request.get("tools") or [],
        "top_p": request.get("top_p", 1.0),
        "truncation": "disabled",
        "usage": _usage(request, item),
    }


def fingerprint(request: dict[str, Any]) -> str:
    """The same for the same request, whether it streams or not."""
    kept = {key: value for key, value in request.items() if key not in ("stream", "metadata")}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:40]


def _call_item(mark: str, call: Call) -> dict[str, Any]:
    return {
        "id": f"fc_{mark}",
        "type": "function_call",
        "status": "completed",
        "call_id": f"call_{mark[:24]}",
        "name": call.tool,
        "arguments": json.dumps(call.arguments),
    }


def _message(mark: str, request: dict[str, Any], reply: Reply) -> dict[str, Any]:
    text = reply_text(request, reply)
    return {
        "id": f"msg_{mark}",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [{"type": "output_text", "text": text, "annotations": [], "logprobs": []}],
    }


def _usage(request: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """About four characters to a token, as the vendor's rule of thumb has it."""
    read = [request.get(field) for field in ("instructions", "input", "tools")]
    input_tokens = len(json.dumps(read)) // 4
    output_tokens = len(json.dumps(item.get("content", item.get("arguments")))) // 4
    return {
        "input_tokens": input_tokens,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": output_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": input_tokens + output_tokens,
    }
