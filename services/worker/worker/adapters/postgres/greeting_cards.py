"""The greeting demonstration's two texts, in Postgres."""

from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from worker.adapters.postgres.database import Database
from worker.adapters.postgres.pickups import note_pickup
from worker.ports.failures import Permanent

READ = text("SELECT body ->> 'name' AS name FROM inbox WHERE id = :inbox_id")
OPEN = text("""
    INSERT INTO greetings (inbox_id, name) VALUES (:inbox_id, :name) ON CONFLICT DO NOTHING
""")
GREETED = text("""
    UPDATE greetings SET greeting = :text, greeted_at = now()
    WHERE inbox_id = :inbox_id AND greeting IS NULL
""")
FAREWELL = text("""
    UPDATE greetings SET farewell = :text, farewell_at = now()
    WHERE inbox_id = :inbox_id AND farewell IS NULL
""")


class PostgresGreetingCards:
    """Keeps ports.GreetingCards."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, inbox_id: UUID, function_id: str, run_id: str) -> str:
        """See ports.GreetingCards.open."""

        async def work(connection: AsyncConnection) -> str:
            row = (await connection.execute(READ, {"inbox_id": inbox_id})).one_or_none()
            if row is None:
                raise Permanent(f"no inbox row {inbox_id}")
            await note_pickup(connection, inbox_id, function_id, run_id)
            name = (row.name or "").strip()[:80]
            if name:
                await connection.execute(OPEN, {"inbox_id": inbox_id, "name": name})
            return name

        name = await self._database.transaction(work)
        if not name:
            raise Permanent('the greeting names nobody: send {"name": "..."}')
        return name

    async def greeted(self, inbox_id: UUID, text: str) -> None:
        """See ports.GreetingCards.greeted."""
        await self._keep(GREETED, inbox_id, text)

    async def bid_farewell(self, inbox_id: UUID, text: str) -> None:
        """See ports.GreetingCards.bid_farewell."""
        await self._keep(FAREWELL, inbox_id, text)

    async def _keep(self, statement: TextClause, inbox_id: UUID, words: str) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(statement, {"inbox_id": inbox_id, "text": words})

        await self._database.transaction(work)
