"""`nerve approvals`: refunds that wait for a person."""

from typing import Annotated

import typer

EPILOG = """\b
Examples:
  nerve approvals
  nerve approvals --json | jq -r .id
"""

Limit = Annotated[int, typer.Option("--limit", min=1, help="How many, the first to expire.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def approvals(limit: Limit = 50, as_json: Json = False) -> None:
    """List the refunds that wait for a person; what nobody decides expires, and is not paid."""
    from nerve.queries import approvals as query
    from nerve.queries.database import connected
    from nerve.records import json_lines
    from nerve.screen import screen
    from nerve.views.approvals import show_approvals

    with connected() as connection:
        rows = query.waiting(connection, limit)
    if as_json:
        typer.echo(json_lines(rows), nl=False)
    else:
        show_approvals(screen(), rows)
