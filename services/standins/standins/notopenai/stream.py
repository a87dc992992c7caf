"""The same answer as server-sent events, in the order the Responses API sends them."""

import json
from collections.abc import Iterator
from typing import Any


def event_stream(response: dict[str, Any]) -> Iterator[str]:
    """Each event as `event:` and `data:` lines."""
    for number, event in enumerate(_events(response)):
        data = json.dumps({**event, "sequence_number": number})
        yield f"event: {event['type']}\ndata: {data}\n\n"


def _events(response: dict[str, Any]) -> Iterator[dict[str, Any]]:
    [item] = response["output"]
    begun = {**response, "status": "in_progress", "output": [], "usage": None, "completed_at": None}
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}
    empty: dict[str, Any] = {"content": []} if item["type"] == "message" else {"arguments": ""}
    started = {**item, **empty, "status": "in_progress"}
    yield {"type": "response.output_item.added", "output_index": 0, "item": started}
    yield from _message(item) if item["type"] == "message" else _call(item)
    yield {"type": "response.output_item.done", "output_index": 0, "item": item}
    yield {"type": "response.completed", "response": response}


def _message(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    [part] = item["content"]
    where = {"item_id": item["id"], "output_index": 0, "content_index": 0}
    text = part["text"]
    added = {**part, "text": ""}
    yield {"type": "response.content_part.added", **where, "part": added}
    yield {"type": "response.output_text.delta", **where, "delta": text, "logprobs": []}
    yield {"type": "response.output_text.done", **where, "text": text, "logprobs": []}
    yield {"type": "response.content_part.done", **where, "part": part}


def _call(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    where = {"item_id": item["id"], "output_index": 0}
    words = item["arguments"]
    yield {"type": "response.function_call_arguments.delta", **where, "delta": words}
    yield {
        "type": "response.function_call_arguments.done",
        **where,
        "arguments": words,
        "name": item["name"],
    }
