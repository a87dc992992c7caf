"""Sending an order of messages and telling the operator what came of it."""

import asyncio
from uuid import UUID

from rich.console import Console

from nerve.delivery import Outcome, deliver
from nerve.receipt import receipt
from nerve.screen import line, screen
from nerve.settings import Places, load
from nerve.signing import signer_of
from nerve.summary import summarise
from nerve.traffic import Order, traffic
from nerve.views.sent import show_outcome, show_where_to_follow, summary_lines
from nerve.webhook import Webhook

SHOWN_IN_FULL = 6


def send_and_show(order: Order, rate: float | None, follow: bool) -> int:
    """Send, show, and perhaps follow the first run; the exit code."""
    console = screen()
    places = load(Places)
    webhooks = traffic(order, signer_of(order.sample.sender))
    if len(webhooks) <= SHOWN_IN_FULL:
        outcomes = asyncio.run(deliver(webhooks, places.ingress_url, rate=rate))
        for outcome in outcomes:
            show_outcome(console, outcome, places)
    else:
        outcomes = _many(console, webhooks, places, rate)
    show_where_to_follow(console, outcomes, places)
    code = 0 if all(outcome.as_expected for outcome in outcomes) else 1
    inbox_id = first_kept(outcomes)
    if follow and inbox_id is not None:
        from nerve.following import follow_and_show

        line(console)
        return max(code, follow_and_show(console, inbox_id))
    return code


def first_kept(outcomes: list[Outcome]) -> UUID | None:
    """The inbox row of the first message that was accepted."""
    for outcome in outcomes:
        inbox_id = receipt(outcome.answer).inbox_id
        if outcome.accepted and inbox_id is not None:
            return inbox_id
    return None


def _many(
    console: Console, webhooks: list[Webhook], places: Places, rate: float | None
) -> list[Outcome]:
    so_far: list[Outcome] = []
    line(console, ("POST ", "bold"), f"{places.ingress_url}{webhooks[0].path}")
    line(console, f"  {len(webhooks)} x {webhooks[0].sample}")
    if not console.is_terminal:
        outcomes = asyncio.run(deliver(webhooks, places.ingress_url, rate=rate))
    else:
        from rich.live import Live

        with Live(console=console, auto_refresh=False, transient=True) as live:

            def told(outcome: Outcome) -> None:
                so_far.append(outcome)
                # Every summary reads all outcomes so far: only some of them are worth one.
                if len(so_far) % max(1, len(webhooks) // 100) == 0:
                    live.update("\n".join(summary_lines(summarise(so_far))), refresh=True)

            outcomes = asyncio.run(deliver(webhooks, places.ingress_url, rate=rate, told=told))
    for text in summary_lines(summarise(outcomes)):
        line(console, text)
    _show_surprise(console, outcomes, places)
    return outcomes


def _show_surprise(console: Console, outcomes: list[Outcome], places: Places) -> None:
    surprises = [outcome for outcome in outcomes if not outcome.as_expected]
    if surprises:
        line(console, ("the first of the unexpected:", "bold red"))
        show_outcome(console, surprises[0], places)
