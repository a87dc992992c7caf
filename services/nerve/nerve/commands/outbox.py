"""`nerve outbox`: what the platform wrote to customers."""

from typing import Annotated

import typer

EPILOG = """\b
Examples:
  nerve outbox
  nerve outbox --limit 1 --body
"""

Limit = Annotated[int, typer.Option("--limit", min=1, help="How many replies, the newest.")]
Body = Annotated[bool, typer.Option("--body", help="Also what they say.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, with the texts.")]


def outbox(limit: Limit = 20, body: Body = False, as_json: Json = False) -> None:
    """Show the newest replies: to whom, about what, and whether they are out."""
    from nerve.queries import replies
    from nerve.queries.database import connected
    from nerve.records import json_lines
    from nerve.screen import screen
    from nerve.settings import Places, load
    from nerve.views.outbox import show_outbox

    with connected() as connection:
        rows = replies.rows(connection, limit)
    if as_json:
        typer.echo(json_lines(rows), nl=False)
    else:
        show_outbox(screen(), rows, load(Places).outbox_page, body=body)
