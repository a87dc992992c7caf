"""What the three books say, on a screen."""

from rich.console import Console

from nerve.reconciliation import Reconciliation
from nerve.screen import columns, line


def show_reconciliation(console: Console, found: Reconciliation) -> None:
    """The counts, then a line for every disagreement."""
    line(
        console,
        f"refunds: {found.at_stripe} at Stripe, {found.ours} in our books,"
        f" {found.audited} in the audit log",
    )
    if not found.disagreements:
        line(console, ("they agree", "green"))
        return
    number = len(found.disagreements)
    told = "1 disagreement" if number == 1 else f"{number} disagreements"
    line(console, (told, "bold red"))
    rows = [(d.kind, d.refund, d.what) for d in found.disagreements]
    columns(console, ("kind", "refund", "what"), rows)
