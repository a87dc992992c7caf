"""`nerve reviewers`: who may decide about refunds."""

from typing import Annotated

import typer

EPILOG = """\b
Examples:
  nerve reviewers
"""

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def reviewers(as_json: Json = False) -> None:
    """List who may decide about refunds, and who once could."""
    from nerve.queries import decisions
    from nerve.queries.database import connected
    from nerve.records import json_lines
    from nerve.screen import screen
    from nerve.views.reviewers import show_reviewers

    with connected() as connection:
        rows = decisions.reviewers(connection)
    if as_json:
        typer.echo(json_lines(rows), nl=False)
    else:
        show_reviewers(screen(), rows)
