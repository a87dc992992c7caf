"""Who wants which event, and who has picked up which inbox row. The relay in ingress reads it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from worker.adapters.postgres.database import Database

NOTE = text("""
    INSERT INTO inbox_pickups (inbox_id, function_id, run_id)
    VALUES (:inbox_id, :function_id, :run_id) ON CONFLICT DO NOTHING
""")
ADD = text("""
    INSERT INTO listeners (event_name, function_id) VALUES (:event_name, :function_id)
    ON CONFLICT DO NOTHING
""")
FORGET = text("""
    DELETE FROM listeners WHERE (event_name, function_id) NOT IN (
        SELECT * FROM unnest(CAST(:event_names AS text[]), CAST(:function_ids AS text[])))
""")


async def note_pickup(
    connection: AsyncConnection, inbox_id: UUID, function_id: str, run_id: str
) -> None:
    """Say that this function has the row; the first run that says so is remembered."""
    await connection.execute(
        NOTE, {"inbox_id": inbox_id, "function_id": function_id, "run_id": run_id}
    )


async def announce_listeners(database: Database, listeners: Collection[tuple[str, str]]) -> None:
    """Make these (event name, function id) pairs the ones that rows are kept due for.

    A listener is owed rows from the moment it is first announced, not the past.

    Raises:
        Temporary: the database cannot be reached.
    """
    pairs = sorted(listeners)

    async def work(connection: AsyncConnection) -> None:
        for event_name, function_id in pairs:
            await connection.execute(ADD, {"event_name": event_name, "function_id": function_id})
        await connection.execute(
            FORGET,
            {
                "event_names": [event_name for event_name, _ in pairs],
                "function_ids": [function_id for _, function_id in pairs],
            },
        )

    await database.transaction(work)
