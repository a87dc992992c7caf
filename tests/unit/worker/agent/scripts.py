"""A scripted model, our records in memory, and the people of the tests."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from agents import Usage
from agents.items import TResponseOutputItem
from agents.testing import ModelStep, ScriptedModel, assistant_message, function_call

from worker.agent.model_access import ModelAccess
from worker.agent.support import OpenAISupportDesk
from worker.domain.case import Case, Letter
from worker.domain.customer import Customer, Order, Tier
from worker.domain.money import Money
from worker.ports.failures import Temporary

API_KEY = "sk-very-secret"
ACCESS = ModelAccess(
    api_key=API_KEY, base_url="http://model.invalid/v1", model="scripted", max_turns=8
)
SARA = Customer("cus_sara", "Sara Lindqvist", "sara@example.com", Tier.PRO)
FIRST = Order("ord_1001", SARA.id, "Pro", Money(4900, "usd"), "paid", "2026-11-19", "ch_1001")
SECOND = Order("ord_1002", SARA.id, "Pro", Money(4900, "usd"), "paid", "2026-11-19", "ch_1002")
OMARS = Order("ord_1003", "cus_omar", "Starter", Money(1900, "usd"), "paid", "2026-11-10", "ch_3")


@dataclass
class Records:
    """Keeps ports.CustomerRecords; notes whose orders were asked for."""

    asked_for: list[str] = field(default_factory=list)
    down: bool = False
    careless: bool = False

    async def orders(self, customer_id: str) -> list[Order]:
        if self.down:
            raise Temporary("the database is away")
        self.asked_for.append(customer_id)
        everything = [FIRST, SECOND, OMARS]
        return [o for o in everything if self.careless or o.customer_id == customer_id]


def case(
    text: str = "I was charged twice.",
    customer: Customer | None = SARA,
    thread: tuple[Letter, ...] = (),
    subject: str = "Help",
) -> Case:
    return Case(UUID(int=1), UUID(int=2), customer, Letter(False, subject, text), thread)


def desk(*steps: object, records: Records | None = None, access: ModelAccess = ACCESS):
    """A support desk whose model follows the script, and the model."""
    usage = Usage(requests=1, input_tokens=100, output_tokens=10, total_tokens=110)
    model = ScriptedModel(steps, default_usage=usage)
    return OpenAISupportDesk(records or Records(), access, model), model


def says(body: str, subject: str = "Your message", statement: str | None = None) -> ModelStep:
    given = {"subject": subject, "body": body}
    if statement:
        given["refund_statement"] = statement
    return ModelStep(output=[assistant_message(json.dumps(given))])


def looks_up(tool: str = "lookup_orders", call_id: str = "call_look") -> list[TResponseOutputItem]:
    return [function_call(tool, {}, call_id=call_id)]


def asks(
    order_id: object = "ord_1002", amount: object = 4900, call_id: str = "call_refund"
) -> list[TResponseOutputItem]:
    arguments = {"order_id": order_id, "amount_cents": amount, "reason": "charged twice"}
    return [function_call("issue_refund", arguments, call_id=call_id)]


def tool_answers(model: ScriptedModel) -> list[str]:
    """What the model was told by the tools, up to its latest call."""
    return [
        item["output"]
        for item in model.calls[-1].input
        if item.get("type") == "function_call_output"
    ]
