"""`nerve audit`: what was done, by whom, in which run; and whether that was tampered with."""

from pathlib import Path
from typing import Annotated

import typer

EPILOG = """\b
Examples:
  nerve audit
  nerve audit --run 01K9ZQ5T6Y3W2V1X0R8N7M4B5C
  nerve audit --limit 1000 --json | jq .action
  nerve audit verify
"""
VERIFY_EPILOG = """\b
Examples:
  nerve audit verify
  docker compose run --rm -v "$HOME/anchors:/anchors" nerve audit verify --anchor /anchors/audit
\b
The chain alone does not show that its last rows are missing, or that all of it was written anew.
An anchor does: keep it where whoever can write to the database cannot write.
"""

Limit = Annotated[int, typer.Option("--limit", min=1, help="How many rows, the newest.")]
Run = Annotated[str | None, typer.Option("--run", help="Only this run's.")]
Ticket = Annotated[str | None, typer.Option("--ticket", help="Only this ticket's.")]
Subject = Annotated[str | None, typer.Option("--subject", help="Only this subject's.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


Anchor = Annotated[
    Path | None,
    typer.Option("--anchor", help="Check the heads noted in this file, then note this one."),
]


def audit(
    ctx: typer.Context,
    limit: Limit = 50,
    run: Run = None,
    ticket: Ticket = None,
    subject: Subject = None,
    as_json: Json = False,
) -> None:
    """Print the newest audit rows, oldest first. They name ids, never people or their words."""
    if ctx.invoked_subcommand is not None:
        return
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


def verify(anchor: Anchor = None) -> None:
    """Walk the whole chain and name the first row that is wrong. Exit code 1 where one is."""
    from nerve.anchors import disagreement, heads, note
    from nerve.chain import walked
    from nerve.queries import chain
    from nerve.queries.database import connected
    from nerve.screen import screen
    from nerve.views.chain import show_chain

    noted = heads(anchor) if anchor is not None else {}
    with connected() as connection, chain.read(connection) as links:
        found = walked(links, noted)
    problem = disagreement(noted, found) if found.sound else None
    if anchor is not None and found.sound and problem is None:
        note(anchor, noted, found)
    show_chain(screen(), found, anchor, problem)
    raise typer.Exit(0 if found.sound and problem is None else 1)


def group() -> typer.Typer:
    """`nerve audit` with its one verb."""
    commands = typer.Typer(
        rich_markup_mode=None,
        invoke_without_command=True,
        callback=audit,
        epilog=EPILOG,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    commands.command("verify", epilog=VERIFY_EPILOG)(verify)
    return commands
