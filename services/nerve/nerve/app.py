"""The command line: which commands there are, and how it speaks when it cannot do one."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from nerve.commands import (
    approvals,
    audit,
    decide,
    greet,
    health,
    inbox,
    outbox,
    reconcile,
    refunds,
    reviewers,
    send,
    vendors,
    watch,
)
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
    for name, run, epilog, short in _index():
        nerve.command(name, epilog=epilog, short_help=short)(run)
    nerve.add_typer(audit.group(), name="audit", short_help="Who did what, in which run.")
    nerve.add_typer(inbox.group(), name="inbox", short_help="What was accepted, what is stuck.")
    return nerve


def main() -> None:
    build()()


def _index() -> list[tuple[str, Callable[..., None], str, str]]:
    return [
        ("send", send.send, send.EPILOG, "Post a realistic, signed webhook."),
        ("watch", watch.watch, watch.EPILOG, "A run's steps as they happen."),
        ("greet", greet.greet, greet.EPILOG, "The smallest durable run, watched."),
        ("outbox", outbox.outbox, outbox.EPILOG, "Replies to customers."),
        ("approvals", approvals.approvals, approvals.EPILOG, "Refunds that wait for a person."),
        ("approval", approvals.approval, approvals.ONE_EPILOG, "One refund, to be judged."),
        ("approve", decide.approve, decide.APPROVE_EPILOG, "Let a refund be paid."),
        ("reject", decide.reject, decide.REJECT_EPILOG, "Let a refund not be paid."),
        ("reviewers", reviewers.reviewers, reviewers.EPILOG, "Who may decide."),
        ("refunds", refunds.refunds, refunds.EPILOG, "Money that went back."),
        ("reconcile", reconcile.reconcile, reconcile.EPILOG, "Stripe's books against ours."),
        ("break", vendors.break_vendor, vendors.BREAK_EPILOG, "Make a pretend vendor fail."),
        ("mend", vendors.mend, vendors.MEND_EPILOG, "Make pretend vendors behave."),
        ("health", health.health, health.EPILOG, "Is everything there?"),
    ]


def _always() -> None:
    pass
