"""`nerve send`: post a correctly signed fake webhook to ingress, or one that goes wrong."""

from typing import Annotated

import typer

EPILOG = """\b
Examples:
  nerve send postmark/question --follow
  nerve send postmark/duplicate-charge --from omar@example.com
  nerve send stripe/refund-failed --variant all --duplicate
  nerve send postmark/question --repeat 10 --duplicate --tamper --stale --shuffle --rate 50
"""

Message = Annotated[
    str | None, typer.Argument(metavar="MESSAGE", help="Which message; --list names them.")
]
Repeat = Annotated[int, typer.Option("--repeat", min=1, max=100_000, help="How many messages.")]
Duplicate = Annotated[bool, typer.Option("--duplicate", help="Send it twice, with the same id.")]
Tamper = Annotated[
    bool,
    typer.Option(
        "--tamper", help="Change the body after signing; wrong credentials where none is signed."
    ),
]
Stale = Annotated[bool, typer.Option("--stale", help="Sign or date it an hour ago.")]
Shuffle = Annotated[bool, typer.Option("--shuffle", help="Send in random order.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Makes --shuffle repeatable.")]
Rate = Annotated[float | None, typer.Option("--rate", min=0.01, help="Messages per second.")]
Follow = Annotated[bool, typer.Option("--follow", help="Then watch its run until the reply.")]
From = Annotated[str | None, typer.Option("--from", help="Another sender's address (Postmark).")]
Subject = Annotated[str | None, typer.Option("--subject", help="Another subject (Postmark).")]
Text = Annotated[
    str | None,
    typer.Option("--text", help="Another text (Postmark), ticket id (admin) or JSON (json)."),
]
Id = Annotated[str | None, typer.Option("--id", help="The provider's id, instead of a fresh one.")]
Variant = Annotated[
    str | None, typer.Option("--variant", help="Which of the message's shapes, or all of them.")
]
List = Annotated[bool, typer.Option("--list", help="Name every message and stop.")]


def send(
    message: Message = None,
    repeat: Repeat = 1,
    duplicate: Duplicate = False,
    tamper: Tamper = False,
    stale: Stale = False,
    shuffle: Shuffle = False,
    seed: Seed = None,
    rate: Rate = None,
    follow: Follow = False,
    sender: From = None,
    subject: Subject = None,
    text: Text = None,
    provider_id: Id = None,
    variant: Variant = None,
    list_them: List = False,
) -> None:
    """Send a webhook as its vendor would: realistic, correctly signed, with a fresh id.

    One message gets every fault asked for. With --repeat and several of --duplicate, --tamper and
    --stale, the messages take turns, so that each fault shows on its own.

    Exit code 1 where a good message was not accepted, or a spoiled one was not refused.
    """
    from nerve.samples.catalog import SAMPLES, sample_called
    from nerve.screen import screen
    from nerve.sending import send_and_show
    from nerve.traffic import Order, pattern
    from nerve.views.sent import show_samples
    from nerve.webhook import Fault

    if list_them or message is None:
        show_samples(screen(), SAMPLES)
        raise typer.Exit(0 if list_them else 2)
    sample = sample_called(message)
    wish = pattern(
        sample, variant, sender=sender, subject=subject, text=text, provider_id=provider_id
    )
    asked = {Fault.DUPLICATE: duplicate, Fault.TAMPER: tamper, Fault.STALE: stale}
    faults = tuple(fault for fault, wanted in asked.items() if wanted)
    order = Order(sample, wish, repeat, faults, shuffle, seed)
    raise typer.Exit(send_and_show(order, rate, follow))
