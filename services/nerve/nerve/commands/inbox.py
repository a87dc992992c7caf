"""`nerve inbox`: what was accepted and where it stands; what is stuck, and pushing it again."""

from typing import Annotated
from uuid import UUID

import typer

EPILOG = """\b
Examples:
  nerve inbox --stuck
  nerve inbox show 2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c
  nerve inbox push --stuck
\b
States:
  unsent      the engine does not have it yet
  sent        the engine has it, but a function that wants it has not begun
  picked up   every function that wants it has begun
  unmatched   no function listens for its event: it is not sent again
  kept        this kind of message wakes nothing
"""

Stuck = Annotated[bool, typer.Option("--stuck", help="Owed for over 30 s, or with an error.")]
Unmatched = Annotated[bool, typer.Option("--unmatched", help="For which no function listens.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="How many rows, the newest.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
InboxId = Annotated[UUID, typer.Argument(metavar="INBOX_ID", help="The inbox row.")]
MaybeInboxId = Annotated[UUID | None, typer.Argument(metavar="INBOX_ID", help="The inbox row.")]
Body = Annotated[bool, typer.Option("--body", help="Also what the sender wrote.")]


def listing(
    ctx: typer.Context,
    stuck: Stuck = False,
    unmatched: Unmatched = False,
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """Show what was accepted and where it stands, newest first."""
    if ctx.invoked_subcommand is not None:
        return
    from nerve.queries import inbox
    from nerve.queries.database import connected
    from nerve.records import json_lines
    from nerve.screen import screen
    from nerve.views.inbox import show_inbox

    with connected() as connection:
        counts = {} if as_json else inbox.counts(connection)
        rows = inbox.rows(connection, stuck=stuck, unmatched=unmatched, limit=limit)
    if as_json:
        typer.echo(json_lines(rows), nl=False)
    else:
        show_inbox(screen(), counts, rows)


def show(inbox_id: InboxId, body: Body = False) -> None:
    """Show one row's facts; what the sender wrote only with --body."""
    from nerve.failures import Unusable
    from nerve.queries import inbox
    from nerve.queries.database import connected
    from nerve.screen import screen
    from nerve.views.inbox import show_row

    with connected() as connection:
        row = inbox.row(connection, inbox_id)
    if row is None:
        raise Unusable(f"There is no inbox row {inbox_id}: nerve inbox lists them.")
    show_row(screen(), row, body=body)


def push(inbox_id: MaybeInboxId = None, stuck: Stuck = False) -> None:
    """Have the relay send a row to the engine again, now, under the same event id.

    Safe to repeat: a function that has the row does not take it twice.
    """
    from nerve.failures import Unusable
    from nerve.pushing import push_row
    from nerve.queries import inbox
    from nerve.queries.database import connected
    from nerve.screen import line, screen

    if (inbox_id is None) != stuck:
        raise Unusable("Name one inbox row, or give --stuck for all that are stuck.")
    with connected() as connection:
        if inbox_id is not None:
            said = push_row(connection, inbox_id)
        else:
            count = inbox.push_stuck(connection)
            said = f"{count} {'row' if count == 1 else 'rows'} will be sent again within seconds"
    line(screen(), said)


def group() -> typer.Typer:
    """`nerve inbox` with its two verbs."""
    commands = typer.Typer(
        rich_markup_mode=None,
        invoke_without_command=True,
        callback=listing,
        epilog=EPILOG,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    commands.command("show")(show)
    commands.command("push")(push)
    return commands
