"""The support clerk: looks things up, asks for refunds, and answers; always the same way."""

import re
from dataclasses import dataclass
from typing import Any

from standins.notopenai import wording
from standins.notopenai.complaint import complaints_in
from standins.notopenai.conversation import Conversation
from standins.notopenai.facts import (
    RefundOutcome,
    read_customer_name,
    read_orders,
    read_refund_outcome,
)
from standins.notopenai.outcome import Outcome
from standins.notopenai.remedy import Remedy, remedy_for
from standins.notopenai.salutation import salutation

ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


@dataclass(frozen=True)
class Call:
    """The clerk wants a tool to run."""

    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """The clerk is done: this is the text, and how the case stands."""

    text: str
    outcome: Outcome


def decide(talk: Conversation) -> Call | Reply:
    """The clerk's next move: who is it, what did they order, what do they want, what to say."""
    if not talk.tools and (words := salutation(talk.instructions, talk.context)):
        return Reply(words, Outcome.ANSWERED)
    if _may_call(talk, "lookup_customer"):
        return _call(talk, "lookup_customer", {})
    name = read_customer_name(talk.answers.get("lookup_customer"))
    is_stranger = "lookup_customer" in talk.answers and name is None
    if is_stranger:
        return Reply(wording.to_a_stranger(), Outcome.UNKNOWN_CUSTOMER)
    if _may_call(talk, "lookup_orders"):
        return _call(talk, "lookup_orders", {})
    if "issue_refund" in talk.answers:
        return _report_refund(talk, name)
    return _settle(talk, name)


def _settle(talk: Conversation, name: str | None) -> Call | Reply:
    orders = read_orders(talk.answers.get("lookup_orders"))
    complaints = complaints_in(talk.email)
    if not complaints:
        return Reply(wording.answer(name, talk.email, orders), Outcome.ANSWERED)
    remedies = (remedy_for(talk.email, complaint, orders) for complaint in complaints)
    remedy = next(filter(None, remedies), None)
    if remedy is None:
        return Reply(wording.which_order(name, orders), Outcome.NEEDS_DETAILS)
    if "issue_refund" in talk.tools:
        return _ask_for_refund(talk, remedy)
    return Reply(wording.passed_on(name, remedy.order), Outcome.NEEDS_DETAILS)


def _ask_for_refund(talk: Conversation, remedy: Remedy) -> Call:
    wanted = {
        "order_id": remedy.order.id,
        "amount_cents": remedy.amount_cents,
        "reason": f"{remedy.reason} ({remedy.order.id})",
    }
    return _call(talk, "issue_refund", wanted)


def _report_refund(talk: Conversation, name: str | None) -> Reply:
    arguments = talk.arguments.get("issue_refund", {})
    orders = read_orders(talk.answers.get("lookup_orders"))
    order = next((order for order in orders if order.id == arguments.get("order_id")), None)
    outcome = read_refund_outcome(talk.answers["issue_refund"])
    if outcome is RefundOutcome.ISSUED:
        text = wording.refund_issued(name, order, arguments.get("amount_cents"))
        return Reply(text, Outcome.REFUNDED)
    if outcome is RefundOutcome.DECLINED:
        return Reply(wording.refund_declined(name, order), Outcome.DECLINED)
    return Reply(wording.refund_pending(name, order), Outcome.PENDING)


def _may_call(talk: Conversation, tool: str) -> bool:
    return tool in talk.tools and tool not in talk.answers


def _call(talk: Conversation, tool: str, known: dict[str, Any]) -> Call:
    """A call with the arguments the tool's own schema asks for, and no others."""
    schema = talk.tools[tool]
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return Call(tool, {})
    required = schema.get("required")
    required = required if isinstance(required, list) else []
    arguments = {}
    for field in properties:
        if field in known:
            arguments[field] = known[field]
        elif field in required:
            arguments[field] = _guess(field, talk)
    return Call(tool, arguments)


def _guess(field: str, talk: Conversation) -> str:
    if "email" in field:
        found = ADDRESS.search(talk.context[:20_000])
        return found[0] if found else ""
    if field in {"customer_id", "id"}:
        found = re.search(r"\bcus_\w+", talk.answers.get("lookup_customer", ""))
        return found[0] if found else ""
    return ""
