"""`nerve break` and `nerve mend`: pretend vendors that misbehave, and stop."""

from collections.abc import Mapping
from typing import Annotated, Literal

import typer

BREAK_EPILOG = """\b
Examples:
  nerve break openai --times 3 --match farewell     the farewell step fails, the greeting is done
  nerve break postmark --drop-answer after          the reply is sent, its answer is lost
  nerve break openai --always --delay-ms 5000       slow until mended
"""
MEND_EPILOG = """\b
Examples:
  nerve mend            all of them
  nerve mend openai
"""
Name = Literal["openai", "postmark", "stripe", "slack"]
Vendor = Annotated[Name, typer.Argument(metavar="VENDOR", help="openai, postmark, stripe, slack.")]
Vendors = Annotated[Name | None, typer.Argument(metavar="VENDOR", help="One, or else all.")]
Times = Annotated[int, typer.Option("--times", min=1, help="How many requests to spoil.")]
Always = Annotated[bool, typer.Option("--always", help="Until mended, instead of --times.")]
Match = Annotated[
    str | None, typer.Option("--match", help="Only requests with this text in their body.")
]
Status = Annotated[
    int | None, typer.Option("--status", min=400, max=599, help="Answer this.  [default: 500]")
]
Delay = Annotated[int, typer.Option("--delay-ms", min=0, help="Wait first, in milliseconds.")]
Drop = Annotated[
    Literal["before", "after"] | None,
    typer.Option("--drop-answer", help="Hang up, before or after doing what was asked."),
]


def break_vendor(
    vendor: Vendor,
    times: Times = 1,
    always: Always = False,
    match: Match = None,
    status: Status = None,
    delay_ms: Delay = 0,
    drop_answer: Drop = None,
) -> None:
    """Make a pretend vendor fail, hang up or dawdle.

    Without --status, --delay-ms or --drop-answer it answers 500. A client that tries again by
    itself uses up one of --times with each try.
    """
    from nerve.screen import line, screen
    from nerve.settings import Places, load
    from nerve.standins import Standins

    if status is None and drop_answer is None and not delay_ms:
        status = 500
    rule = {
        "times": None if always else times,
        "status": status,
        "delay_ms": delay_ms,
        "drop_answer": drop_answer,
        "match": match,
    }
    Standins(load(Places).standins_url).spoil(vendor, rule)
    line(screen(), f"{vendor} {_described(rule)}; nerve mend {vendor} undoes it")


def mend(vendor: Vendors = None) -> None:
    """Make pretend vendors behave again."""
    from nerve.screen import line, screen
    from nerve.settings import Places, load
    from nerve.standins import VENDORS, Standins

    standins = Standins(load(Places).standins_url)
    for name in [vendor] if vendor else VENDORS:
        forgotten = standins.mend(name)
        rules = "1 rule" if forgotten == 1 else f"{forgotten} rules"
        line(screen(), f"{name} behaves: {rules} forgotten")


def _described(rule: Mapping[str, object]) -> str:
    does = [
        f"waits {rule['delay_ms']} ms" if rule["delay_ms"] else "",
        f"answers {rule['status']}" if rule["status"] else "",
        f"hangs up {rule['drop_answer']} the effect" if rule["drop_answer"] else "",
    ]
    if rule["times"] is None:
        which = "all requests"
    else:
        which = "the next request" if rule["times"] == 1 else f"the next {rule['times']} requests"
    matching = "" if rule["match"] is None else f" with {rule['match']!r}"
    return f"{' and '.join(filter(None, does))}: {which}{matching}"
