"""Requests as the worker's agent sends them, built turn by turn."""

import json
from typing import Any

from standins.notopenai.clerk import Call, Reply, decide
from standins.notopenai.conversation import read_conversation

EMPTY = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
REFUND = {
    "type": "object",
    "properties": {
        "order_id": {"type": "string"},
        "amount_cents": {"type": "integer"},
        "reason": {"type": "string"},
    },
    "required": ["order_id", "amount_cents", "reason"],
    "additionalProperties": False,
}
TOOLS = [
    {"type": "function", "name": "lookup_customer", "parameters": EMPTY, "strict": True},
    {"type": "function", "name": "lookup_orders", "parameters": EMPTY, "strict": True},
    {"type": "function", "name": "issue_refund", "parameters": REFUND, "strict": True},
]
SARA = json.dumps({"known": True, "name": "Sara Lindqvist", "tier": "pro"})
NOBODY = json.dumps({"known": False})


def order(order_id: str, cents: int, description: str = "Pro plan", **more: str) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "description": description,
        "amount_cents": cents,
        "status": "paid",
        "placed_on": "2026-11-19",
        **more,
    }


TWICE = [order("ord_1002", 4900), order("ord_1001", 4900)]


def email(text: str) -> dict[str, str]:
    return {
        "role": "user",
        "content": f'<email sender="customer">\nSubject: Hi\n\n{text}\n</email>',
    }


def turn(name: str, output: str, **arguments: Any) -> list[dict[str, str]]:
    """A tool call of the clerk, and what the tool answered."""
    call = {"type": "function_call", "call_id": f"c_{name}", "name": name}
    return [
        {**call, "arguments": json.dumps(arguments)},
        {"type": "function_call_output", "call_id": f"c_{name}", "output": output},
    ]


def looked_up(text: str, orders: list[dict[str, Any]]) -> list[dict[str, str]]:
    """A mail of Sara's after both look-ups."""
    customer, found = turn("lookup_customer", SARA), turn("lookup_orders", json.dumps(orders))
    return [email(text), *customer, *found]


def after_refund(text: str, orders: list[dict[str, Any]], answer: str) -> list[dict[str, str]]:
    """The same after the refund tool has answered, too."""
    asked = {"order_id": orders[0]["order_id"], "amount_cents": orders[0]["amount_cents"]}
    return [*looked_up(text, orders), *turn("issue_refund", answer, **asked)]


def move(items: list[dict[str, str]], tools: list[dict[str, Any]] = TOOLS) -> Call | Reply:
    """What the clerk does next."""
    return decide(read_conversation({"model": "m", "input": items, "tools": tools}))


def refund_asked(text: str, orders: list[dict[str, Any]]) -> tuple[str, int]:
    """The refund that the clerk asks for: order and cents."""
    call = move(looked_up(text, orders))
    assert isinstance(call, Call), f"no call but a reply: {call}"
    assert call.tool == "issue_refund"
    return call.arguments["order_id"], call.arguments["amount_cents"]


def reply_to(items: list[dict[str, str]]) -> Reply:
    """The clerk's reply, where it is time for one."""
    reply = move(items)
    assert isinstance(reply, Reply), f"no reply but a call: {reply}"
    return reply
