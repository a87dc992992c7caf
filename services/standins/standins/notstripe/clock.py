"""notstripe's own time, which tests can move forward."""

import time

from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS stripe_clock (ahead INTEGER NOT NULL);
INSERT INTO stripe_clock SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM stripe_clock);
"""


class Clock:
    """Seconds since 1970, ahead of the real ones by what it has been advanced."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def now(self) -> int:
        return int(time.time()) + self.ahead()

    def ahead(self) -> int:
        [row] = self._store.run("SELECT ahead FROM stripe_clock")
        return int(row["ahead"])

    def advance(self, seconds: int) -> None:
        self._store.run("UPDATE stripe_clock SET ahead = ahead + ?", seconds)
