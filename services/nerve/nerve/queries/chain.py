"""The audit log as a chain, every hash worked out anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from nerve.chain import Link
from nerve.queries.database import Connection

# The formula is written out: the database's own function could have been changed with the rows.
LINKS = """
SELECT seq, prev_hash, hash, encode(sha256(convert_to(jsonb_build_array(
    prev_hash, seq, (extract(epoch FROM at) * 1000000)::bigint, action, actor, run_id,
    customer_id, subject, detail, key)::text, 'UTF8')), 'hex') AS worked_out
FROM audit_log ORDER BY seq
"""
AT_A_TIME = 5000


@contextmanager
def read(connection: Connection) -> Iterator[Iterator[Link]]:
    """Every row, as all of them were at one moment, without holding them all in memory."""
    with connection.transaction(), connection.cursor("chain") as cursor:
        cursor.itersize = AT_A_TIME
        cursor.execute(LINKS)
        yield (Link(**row) for row in cursor)
