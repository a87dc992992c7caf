"""`nerve audit`: what was done, by whom, in which run."""

from typing import Annotated

import typer

EPILOG = """\b
Examples:
  nerve audit
  nerve audit --run 01K9ZQ5T6Y3W2V1X0R8N7M4B5C
  nerve audit --limit 1000 --json | jq .action
"""

Limit = Annotated[int, typer.Option("--limit", min=1, help="How many rows, the newest.")]
Run = Annotated[str | None, typer.Option("--run", help="Only this run's.")]
Ticket = Annotated[str | None, typer.Option("--ticket", help="Only this ticket's.")]
Subject = Annotated[str | None, typer.Option("--subject", help="Only this subject's.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def audit(
    limit: Limit = 50,
    run: Run = None,
    ticket: Ticket = None,
    subject: Subject = None,
    as_json: Json = False,
) -> None:
    """Print the newest audit rows, oldest first. They name ids, never people or their words."""
    from nerve.queries import audit as query
    from nerve.queries.database import connected
    from nerve.records import json_lines
    from nerve.screen import screen
    from nerve.views.audit import show_audit

    with connected() as connection:
        rows = query.rows(connection, limit=limit, run=run, subject=subject, ticket=ticket)
    if as_json:
        typer.echo(json_lines(rows), nl=False)
    else:
        show_audit(screen(), rows)
