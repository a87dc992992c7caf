"""`nerve approve` and `nerve reject`: a person decides, about what they were shown."""

from typing import Annotated

import typer

APPROVE_EPILOG = """\b
Examples:
  nerve approve 7c0e --as rita
  nerve approve 7c0e --as rita --note "charged twice, seen at the bank" --yes
"""
REJECT_EPILOG = """\b
Examples:
  nerve reject 7c0e --as rita --note "used for three weeks"
"""

Id = Annotated[str, typer.Argument(metavar="ID", help="The approval, or how its id begins.")]
Note = Annotated[str, typer.Option("--note", help="Why; kept with the decision.")]
As = Annotated[str, typer.Option("--as", envvar="NERVE_USER", help="Which reviewer you are.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask again.")]


def approve(written: Id, note: Note = "", reviewer: As = "", yes: Yes = False) -> None:
    """Approve a refund after showing it. Exit code 1 where nothing was decided."""
    raise typer.Exit(_decide(written, reviewer, "approve", note, yes))


def reject(written: Id, note: Note = "", reviewer: As = "", yes: Yes = False) -> None:
    """Reject a refund after showing it. Exit code 1 where nothing was decided."""
    raise typer.Exit(_decide(written, reviewer, "reject", note, yes))


def _decide(written: str, reviewer: str, verdict: str, note: str, yes: bool) -> int:
    from nerve.deciding import decide_and_show
    from nerve.queries.database import connected
    from nerve.screen import screen

    with connected() as connection:
        return decide_and_show(screen(), connection, written, reviewer, verdict, note, sure=yes)
