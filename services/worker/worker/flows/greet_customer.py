"""Greet somebody, pause, and say farewell: the smallest run that shows what durable means."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import inngest

from contracts.business_events import DemoGreet
from worker.flows.failures import step, understood
from worker.flows.retries import RETRIES
from worker.ports import Ports

FN_ID = "greet-customer"


def build(client: inngest.Inngest, ports: Ports, pause: timedelta) -> inngest.Function[Any]:
    """The run itself. The pause outlives a restart of anything."""

    @client.create_function(
        fn_id=FN_ID,
        name="Greet a customer",
        trigger=inngest.TriggerEvent(event=DemoGreet.name),
        retries=RETRIES,
    )
    async def greet_customer(ctx: inngest.Context) -> dict[str, str]:
        inbox_id = understood(DemoGreet, ctx.event).inbox_id
        await ctx.step.run("write-greeting", write_greeting, ports, inbox_id, ctx.run_id)
        await ctx.step.sleep("pause", pause)
        await ctx.step.run("write-farewell", write_farewell, ports, inbox_id, ctx.run_id)
        return {"inbox_id": str(inbox_id)}

    return greet_customer


@step
async def write_greeting(ports: Ports, inbox_id: UUID, run_id: str) -> None:
    """Have the agent write a greeting, and keep it."""
    name = await ports.greeting_cards.open(inbox_id, FN_ID, run_id)
    await ports.greeting_cards.greeted(inbox_id, await ports.support_desk.greet(name))


@step
async def write_farewell(ports: Ports, inbox_id: UUID, run_id: str) -> None:
    """Have the agent write a farewell, and keep it."""
    name = await ports.greeting_cards.open(inbox_id, FN_ID, run_id)
    await ports.greeting_cards.bid_farewell(inbox_id, await ports.support_desk.say_farewell(name))
