"""`nerve watch`: a message's run, step by step, as it happens."""

from typing import Annotated
from uuid import UUID

import typer

EPILOG = """\b
Examples:
  nerve watch                                        the newest message
  nerve watch 2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c
  nerve watch --through --timeout 300                past a pause, to the reply
"""

InboxId = Annotated[
    UUID | None, typer.Argument(metavar="INBOX_ID", help="The inbox row; else the newest one.")
]
Timeout = Annotated[float, typer.Option("--timeout", min=0, help="Give up after so many seconds.")]
Through = Annotated[bool, typer.Option("--through", help="Do not stop at a pause for a person.")]


def watch(inbox_id: InboxId = None, timeout: Timeout = 120.0, through: Through = False) -> None:
    """Show the steps of a message's run until the reply, the pause, or the timeout.

    Steps and attempts come from the engine, the rest from Postgres; when the engine does not
    answer, this says so and goes on without it. Exit code 1 for a failed run or a timeout.
    """
    from nerve.failures import Unusable
    from nerve.following import follow_and_show
    from nerve.queries import inbox
    from nerve.queries.database import connected
    from nerve.screen import line, screen

    console = screen()
    if inbox_id is None:
        with connected() as connection:
            inbox_id = inbox.newest(connection)
        if inbox_id is None:
            raise Unusable("The inbox is empty: nerve send postmark/question puts something in.")
        line(console, f"watching {inbox_id}")
    raise typer.Exit(follow_and_show(console, inbox_id, timeout, patient=through))
