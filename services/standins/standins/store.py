"""One SQLite file that all the pretend vendors remember things in."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any


class Store:
    """Short statements on one connection; everything runs on the event loop, one at a time.

    An empty path keeps everything in memory. Text from outside is always a bound parameter.
    """

    def __init__(self, path: str, schemas: Iterable[str]) -> None:
        self._connection = sqlite3.connect(
            path or ":memory:", isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        for schema in schemas:
            self._connection.executescript(schema)

    def run(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """The rows of one statement, which is a transaction of its own outside `together`."""
        return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row, if there is one."""
        rows = self.run(sql, *values)
        return rows[0] if rows else None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Statements that happen all or not at all; do not await inside."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()
