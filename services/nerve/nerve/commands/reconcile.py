"""`nerve reconcile`: Stripe's refunds against ours against the audit log."""

from typing import Annotated

import typer

EPILOG = """\b
Examples:
  nerve reconcile
  nerve reconcile --json | jq -r .kind | sort | uniq -c
\b
Disagreements:
  stripe-only         Stripe has a refund that is not ours
  ours-only           we have one that Stripe has not
  refunded-twice      Stripe has two for one of ours
  amount, currency, charge, status    both have it, and differ
  unaudited           it was issued, and the audit log does not say so
  audit-only          the audit log says it was issued, and it was not
  audit-amount        the audit log has another amount
  unapproved          nobody, or too few, approved exactly this
  undecided           no machine can tell whether Stripe made it: look there
"""

Json = Annotated[bool, typer.Option("--json", help="One JSON object a disagreement.")]


def reconcile(as_json: Json = False) -> None:
    """Compare Stripe's refunds with ours and with the audit log, and name what disagrees.

    What is just being sent is given time. Exit code 1 where anything disagrees.
    """
    from nerve.comparing import compared
    from nerve.queries.database import connected
    from nerve.records import json_lines
    from nerve.screen import screen
    from nerve.settings import StripeBooks, load
    from nerve.stripe_books import StripeLedger
    from nerve.views.reconciliation import show_reconciliation

    books = load(StripeBooks)
    ledger = StripeLedger(books.url, books.stripe_api_key.get_secret_value())
    with connected() as connection:
        found = compared(connection, ledger)
    if as_json:
        rows = [{"kind": d.kind, "refund": d.refund, "what": d.what} for d in found.disagreements]
        typer.echo(json_lines(rows), nl=False)
    else:
        show_reconciliation(screen(), found)
    raise typer.Exit(1 if found.disagreements else 0)
