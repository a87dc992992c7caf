"""The audit log in Postgres."""

from dataclasses import asdict

from console.postgres.database import Database
from console.records.audit import Chain, Entry, Filters

CHECKED = 500
"""How many of the newest rows are hashed again for a page; `nerve audit verify` does all."""

_MATCHES = {
    "action": "action = %(action)s",
    "actor": "actor = %(actor)s",
    "subject": "subject = %(subject)s",
    "customer": "customer_id = %(customer)s",
    "run": "run_id = %(run)s",
    "before": "seq < %(before)s",
}
_ROWS = """
SELECT seq, at, action, actor, run_id, customer_id, subject, detail, hash FROM audit_log
WHERE {} ORDER BY seq DESC LIMIT %(most)s
"""
_CHAIN = f"""
WITH tail AS (SELECT * FROM audit_log ORDER BY seq DESC LIMIT {CHECKED + 1}),
linked AS (SELECT *, lag(hash) OVER newer AS hash_before, lag(seq) OVER newer AS seq_before
    FROM tail WINDOW newer AS (ORDER BY seq)),
judged AS (SELECT *,
        hash = audit_log_hash(prev_hash, seq, at, action, actor, run_id, customer_id, subject,
            detail, key)
        AND CASE WHEN seq = 1 THEN prev_hash = repeat('0', 64)
            ELSE prev_hash = hash_before AND seq = seq_before + 1 END AS good
    FROM linked WHERE seq = 1 OR hash_before IS NOT NULL)
SELECT (SELECT count(*) FROM audit_log) AS rows, coalesce(max(seq), 0) AS head,
    coalesce((SELECT hash FROM tail ORDER BY seq DESC LIMIT 1), '') AS head_hash,
    count(*) AS checked, min(seq) FILTER (WHERE good IS NOT TRUE) AS first_bad
FROM judged
"""


class PostgresAudit:
    """Reads it; nobody may do more."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, filters: Filters, most: int, /) -> list[Entry]:
        wanted = {name: value for name, value in asdict(filters).items() if value is not None}
        condition = " AND ".join(_MATCHES[name] for name in wanted) or "true"
        return await self._database.all(Entry, _ROWS.format(condition), most=most, **wanted)

    async def chain(self) -> Chain:
        chain = await self._database.one(Chain, _CHAIN)
        assert chain is not None
        return chain
