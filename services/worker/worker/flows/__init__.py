"""Everything that this worker does, by itself, when something happens."""

from typing import Any

import inngest

from worker.flows import answer_email, greet_customer, refund_failed
from worker.ports import Ports
from worker.timings import Timings


def build(client: inngest.Inngest, ports: Ports, timings: Timings) -> list[inngest.Function[Any]]:
    """The index of behaviour: each function says itself which event wakes it."""
    return [
        answer_email.build(client, ports, timings.refund_approval),
        refund_failed.build(client, ports),
        greet_customer.build(client, ports, timings.greeting_pause),
    ]


def listeners(functions: list[inngest.Function[Any]]) -> frozenset[tuple[str, str]]:
    """Which event wakes which function, as (event name, function id), or a run of it that waits."""
    started = frozenset(
        (trigger.event, function.local_id)
        for function in functions
        for trigger in function.get_config("http://worker").main.triggers
        if isinstance(trigger, inngest.TriggerEvent)
    )
    return started | {(answer_email.WAITS_FOR, answer_email.FN_ID)}
