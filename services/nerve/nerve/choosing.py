"""Which approval an operator means."""

import re

from nerve.failures import Unusable
from nerve.queries import approvals
from nerve.queries.database import Connection, Row
from nerve.screen import command

BEGINNING = re.compile(r"[0-9a-f][0-9a-f-]{3,35}")


def chosen(connection: Connection, written: str) -> Row:
    """The one approval whose id begins as written.

    Raises:
        Unusable: none does, several do, or it is no beginning of an id.
    """
    prefix = written.strip().lower()
    if not BEGINNING.fullmatch(prefix):
        raise Unusable(
            f"{written[:60]!r} is not an approval's id: give at least its first four characters;"
            f" {command('approvals')} lists them."
        )
    found = approvals.starting_with(connection, prefix)
    if not found:
        listed = command("approvals --all")
        raise Unusable(f"No approval's id begins with {prefix}: {listed} lists them.")
    if len(found) > 1:
        ids = ", ".join(str(row["id"]) for row in found)
        raise Unusable(f"{prefix} is the beginning of several approvals: {ids}. Give more of it.")
    return found[0]
