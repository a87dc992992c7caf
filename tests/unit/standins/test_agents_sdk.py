"""The OpenAI Agents SDK holds a whole conversation with notopenai."""

from typing import Literal

from agents import Agent, RunConfig, Runner, function_tool
from agents.models.openai_responses import OpenAIResponsesModel
from openai import AsyncOpenAI
from pydantic import BaseModel

from tests.unit.standins.conversations import SARA, TWICE


class Answer(BaseModel):
    subject: str
    body: str
    refund_statement: Literal["none", "declined", "issued"]


async def test_an_agent_with_tools_ends_in_a_typed_reply(live_url: str) -> None:
    called: list[str] = []

    @function_tool
    def lookup_customer() -> str:
        called.append("lookup_customer")
        return SARA

    @function_tool
    def lookup_orders() -> list[dict[str, object]]:
        called.append("lookup_orders")
        return TWICE

    @function_tool
    def issue_refund(order_id: str, amount_cents: int, reason: str) -> str:
        called.append(f"issue_refund {order_id} {amount_cents}")
        return "issued: the refund has been made"

    async with AsyncOpenAI(api_key="sk-x", base_url=f"{live_url}/openai/v1") as client:
        agent = Agent(
            name="support",
            instructions="You are the support clerk.",
            tools=[lookup_customer, lookup_orders, issue_refund],
            output_type=Answer,
        )
        result = await Runner.run(
            agent,
            "<email>I was charged twice</email>",
            run_config=RunConfig(
                model=OpenAIResponsesModel("support-clerk", client), tracing_disabled=True
            ),
        )
    assert called == ["lookup_customer", "lookup_orders", "issue_refund ord_1002 4900"]
    answer = result.final_output_as(Answer)
    assert answer.refund_statement == "issued"
    assert answer.body.startswith("Hello Sara,")
    assert result.context_wrapper.usage.requests == 4
