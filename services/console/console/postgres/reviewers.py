"""Reviewers in Postgres."""

from console.postgres.database import Database
from console.records.reviewers import Reviewer

_FIND = "SELECT id, name, email FROM reviewers WHERE active AND id = %(id)s"
_EVERYBODY = "SELECT id, name, email FROM reviewers WHERE active ORDER BY name"


class PostgresReviewers:
    """Those who are active."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, id: str, /) -> Reviewer | None:
        return await self._database.one(Reviewer, _FIND, id=id)

    async def everybody(self) -> list[Reviewer]:
        return await self._database.all(Reviewer, _EVERYBODY)
