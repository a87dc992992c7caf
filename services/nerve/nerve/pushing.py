"""Whether an inbox row is worth sending again, and doing it."""

from uuid import UUID

from nerve.failures import Unusable
from nerve.queries import inbox
from nerve.queries.database import Connection


def push_row(connection: Connection, inbox_id: UUID) -> str:
    """Make the row due; what the operator is told.

    Raises:
        Unusable: there is nothing to send: no such row, no event, or everybody has it.
    """
    row = inbox.row(connection, inbox_id)
    if row is None:
        raise Unusable(f"There is no inbox row {inbox_id}: nerve inbox lists them.")
    if row["state"] == "kept":
        raise Unusable(f"{inbox_id} wakes nothing ({row['kind']}): there is no event to send.")
    if row["state"] == "picked up":
        raise Unusable(f"{inbox_id} was picked up already: nerve watch {inbox_id} shows its run.")
    unmatched = row["state"] == "unmatched"
    inbox.push(connection, inbox_id, unmatched=unmatched)
    said = f"{inbox_id} will be sent again within seconds, as {row['event_id']}"
    if unmatched:
        said += f"; it wakes something only if a function listens to {row['event_name']} by then"
    return said
