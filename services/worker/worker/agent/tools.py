"""The three things that the agent can do; all of them for this case's customer only."""

import json
from typing import Any

from agents import ModelBehaviorError, RunContextWrapper, Tool, function_tool
from agents.tool_context import ToolContext

from worker.agent.context import SupportContext
from worker.agent.refund_call import RefundArguments, arguments_of, proposal
from worker.domain.customer import Order
from worker.domain.refund import Outcome, RefundRefused

NOT_ISSUED = "not issued: "
OUTCOME_TEXTS = {
    Outcome.ISSUED: "issued: the refund has been made",
    Outcome.REJECTED: NOT_ISSUED + "a person declined it. No refund has been made. Say so.",
    Outcome.EXPIRED: NOT_ISSUED
    + "nobody approved it in time, so it is declined. No refund has been made. Say so.",
    Outcome.BLOCKED: NOT_ISSUED
    + "it was blocked and is declined. No refund has been made. Say so.",
}
MALFORMED = NOT_ISSUED + "the request was malformed. No refund has been made."
UNDECIDED = NOT_ISSUED + "nobody has approved it. No refund has been made. Say so."


def build_tools() -> list[Tool]:
    """The tools, built anew for each agent."""
    return [
        function_tool(lookup_customer, failure_error_function=_tell_or_raise),
        function_tool(lookup_orders, failure_error_function=_tell_or_raise),
        function_tool(
            issue_refund,
            needs_approval=_is_for_a_person_to_decide,
            failure_error_function=_tell_or_raise,
        ),
    ]


async def lookup_customer(wrapper: RunContextWrapper[SupportContext]) -> str:
    """Who wrote the e-mail, according to our own records."""
    customer = wrapper.context.case.customer
    if customer is None:
        return json.dumps({"known": False})
    known = {"known": True, "name": customer.name, "email": customer.email, "tier": customer.tier}
    return json.dumps(known, ensure_ascii=False)


async def lookup_orders(wrapper: RunContextWrapper[SupportContext]) -> str:
    """The customer's latest orders, newest first."""
    orders = await wrapper.context.orders()
    return json.dumps([_described(order) for order in orders], ensure_ascii=False)


async def issue_refund(
    wrapper: ToolContext[SupportContext], order_id: str, amount_cents: int, reason: str
) -> str:
    """Ask for a refund of one order. A person decides; the answer tells how it ended.

    Args:
        order_id: The order, as lookup_orders names it.
        amount_cents: How much, in the currency's smallest unit, at most what the order took.
        reason: One factual sentence for the person who decides.
    """
    outcome = wrapper.context.outcomes.get(wrapper.tool_call_id)
    if outcome is not None:
        return OUTCOME_TEXTS[outcome]
    try:
        asked = RefundArguments(order_id=order_id, amount_cents=amount_cents, reason=reason)
        await proposal(wrapper.context, wrapper.tool_call_id, asked)
    except RefundRefused as refused:
        return f"{NOT_ISSUED}{refused}. No refund has been made."
    return UNDECIDED


async def _is_for_a_person_to_decide(
    wrapper: RunContextWrapper[SupportContext], arguments: dict[str, Any], call_id: str
) -> bool:
    try:
        await proposal(wrapper.context, call_id, arguments_of(json.dumps(arguments)))
    except RefundRefused:
        return False
    return True


def _described(order: Order) -> dict[str, str | int]:
    return {
        "order_id": order.id,
        "description": order.description,
        "amount_cents": order.amount.cents,
        "currency": order.amount.currency,
        "status": order.status,
        "placed_on": order.placed_on,
    }


def _tell_or_raise(_wrapper: RunContextWrapper[Any], error: Exception) -> str:
    # Arguments that do not fit are the model's to mend; everything else is ours to retry.
    if isinstance(error, ModelBehaviorError):
        return MALFORMED
    raise error
