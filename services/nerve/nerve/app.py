"""The command line: which commands there are, and how it speaks when it cannot do one."""

from typing import Any

import typer
from typer.core import TyperGroup

from nerve.commands import greet, send, watch
from nerve.failures import UnknownSample, Unusable

HELP = """Operate Nervous System: send it traffic, watch runs, see what it keeps and what is stuck.

It runs inside the Compose network: docker compose run --rm nerve COMMAND."""


class Commands(TyperGroup):
    """Says in one sentence what a command could not do; nobody wants a traceback for that."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Unusable as error:
            typer.echo(f"nerve: {error}", err=True)
            raise typer.Exit(1) from None
        except UnknownSample as error:
            typer.echo(f"nerve: {error}. There are:", err=True)
            typer.echo("\n".join(f"  {name}" for name in error.names), err=True)
            raise typer.Exit(2) from None


def build() -> typer.Typer:
    """The index of commands."""
    nerve = typer.Typer(
        cls=Commands,
        help=HELP,
        rich_markup_mode=None,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    nerve.callback()(_always)
    nerve.command("send", epilog=send.EPILOG)(send.send)
    nerve.command("watch", epilog=watch.EPILOG)(watch.watch)
    nerve.command("greet", epilog=greet.EPILOG)(greet.greet)
    return nerve


def main() -> None:
    build()()


def _always() -> None:
    pass
