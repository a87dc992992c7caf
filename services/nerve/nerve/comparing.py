"""Looking into the books twice, since they are being written while they are read."""

import time

from nerve.queries import reconciliation
from nerve.queries.database import Connection
from nerve.reconciliation import Reconciliation, reconciled
from nerve.stripe_books import StripeLedger

LOOK_AGAIN_AFTER_SECONDS = 2.0


def compared(
    connection: Connection, ledger: StripeLedger, pause: float = LOOK_AGAIN_AFTER_SECONDS
) -> Reconciliation:
    """What disagrees at both looks; the second look, `pause` seconds later, only if need be."""
    first = _look(connection, ledger)
    if not first.disagreements:
        return first
    time.sleep(pause)
    second = _look(connection, ledger)
    lasting = sorted(set(first.disagreements) & set(second.disagreements))
    return Reconciliation(second.at_stripe, second.ours, second.audited, lasting)


def _look(connection: Connection, ledger: StripeLedger) -> Reconciliation:
    # Stripe first: a refund is in our books before it is sent, so none of ours seems a stranger.
    stripe = ledger.refunds()
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        ours, issued = reconciliation.ours(connection), reconciliation.issued(connection)
    return reconciled(stripe, ours, issued)
