"""`nerve approvals` and `nerve approval`: refunds that a person decides about."""

from typing import Annotated

import typer

EPILOG = """\b
Examples:
  nerve approvals
  nerve approvals --all
  nerve approvals --json | jq -r .id
"""
ONE_EPILOG = """\b
Examples:
  nerve approval 7c0e
"""

All = Annotated[bool, typer.Option("--all", help="The decided, expired and blocked ones too.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="How many at the most.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The approval, or how its id begins.")]


def approvals(everything: All = False, limit: Limit = 50, as_json: Json = False) -> None:
    """List the refunds that wait for a person; what nobody decides expires, and is not paid."""
    from nerve.queries import approvals as query
    from nerve.queries.database import connected
    from nerve.records import json_lines
    from nerve.screen import line, screen
    from nerve.views.approvals import show_approvals

    with connected() as connection:
        rows = (query.newest if everything else query.waiting)(connection, limit)
    if as_json:
        typer.echo(json_lines(rows), nl=False)
    elif everything and not rows:
        line(screen(), "no refund has been asked for yet")
    else:
        show_approvals(screen(), rows)


def approval(written: Id) -> None:
    """Show one refund in full: what our books say, what the agent and the customer wrote.

    What cannot be seen in their words is written out, such as <U+200B>.
    """
    from nerve.choosing import chosen
    from nerve.queries import approvals as query
    from nerve.queries.database import connected
    from nerve.screen import screen
    from nerve.views.approval import show_approval, show_how_to_decide

    with connected() as connection:
        row = chosen(connection, written)
        words, decisions = query.words(connection, row), query.decisions(connection, row)
    show_approval(screen(), row, words, decisions)
    show_how_to_decide(screen(), row)
