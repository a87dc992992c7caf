"""`nerve refunds`: money that went back, or was meant to."""

from typing import Annotated

import typer

EPILOG = """\b
Examples:
  nerve refunds
  nerve refunds --json | jq .stripe_refund_id
\b
States:
  sending       it may or may not be at Stripe yet
  pending       Stripe has it, the bank does not yet
  succeeded     it is done
  failed        Stripe could not bring it to the customer
  refused       Stripe will never make it
  needs_human   no machine can tell whether Stripe made it
"""

Limit = Annotated[int, typer.Option("--limit", min=1, help="How many, the newest.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def refunds(limit: Limit = 50, as_json: Json = False) -> None:
    """List our refunds, oldest first: for which approval, how much, and what came of it."""
    from nerve.queries import refunds as query
    from nerve.queries.database import connected
    from nerve.records import json_lines
    from nerve.screen import screen
    from nerve.views.refunds import show_refunds

    with connected() as connection:
        rows = query.rows(connection, limit)
    if as_json:
        typer.echo(json_lines(rows), nl=False)
    else:
        show_refunds(screen(), rows)
