"""`nerve greet`: the smallest durable run there is, watched."""

from typing import Annotated

import typer

EPILOG = """\b
Examples:
  nerve greet Sara
  nerve break openai --times 3 --match farewell && nerve greet Sara --timeout 300
"""

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whom to greet.")]
Timeout = Annotated[float, typer.Option("--timeout", min=0, help="Give up after so many seconds.")]


def greet(name: Name, timeout: Timeout = 120.0) -> None:
    """Have NAME greeted, slept on for a while, and bid farewell, each in a step of its own.

    Break the farewell first (second example) and watch it being tried again while the greeting
    stays at one attempt: a step that is done is never done again.
    """
    import asyncio

    from nerve.delivery import deliver
    from nerve.following import follow_and_show
    from nerve.samples.catalog import sample_called
    from nerve.screen import line, screen
    from nerve.sending import first_kept
    from nerve.settings import Places, load
    from nerve.signing import signer_of
    from nerve.traffic import Order, pattern, traffic
    from nerve.views.sent import show_outcome

    console = screen()
    places = load(Places)
    sample = sample_called("json/greet")
    order = Order(sample, pattern(sample, None, text=name))
    outcomes = asyncio.run(deliver(traffic(order, signer_of(sample.sender)), places.ingress_url))
    show_outcome(console, outcomes[0], places)
    inbox_id = first_kept(outcomes)
    if inbox_id is None:
        raise typer.Exit(1)
    line(console)
    raise typer.Exit(follow_and_show(console, inbox_id, timeout))
