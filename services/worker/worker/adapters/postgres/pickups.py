"""Who wants which event, and who has picked up which inbox row. The relay in ingress reads it."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from worker.adapters.postgres.database import Database

OWED_BEFORE = timedelta(minutes=10)

NOTE = text("""
    INSERT INTO inbox_pickups (inbox_id, function_id, run_id)
    VALUES (:inbox_id, :function_id, :run_id) ON CONFLICT DO NOTHING
""")
# What arrived before anybody had ever listened, or while this function was being rolled out, was
# sent to an engine that knew nobody to wake: it is due again.
ADD = text("""
    WITH added AS (
        INSERT INTO listeners (event_name, function_id, since)
        SELECT event_name, function_id, CASE WHEN EXISTS (SELECT FROM listeners)
            THEN now() - CAST(:owed_before AS interval) ELSE 'epoch' END
        FROM unnest(CAST(:event_names AS text[]), CAST(:function_ids AS text[]))
            AS wanted (event_name, function_id)
        ON CONFLICT DO NOTHING
        RETURNING event_name, function_id, since
    )
    UPDATE inbox SET next_send_at = now() FROM added
    WHERE inbox.event_name = added.event_name AND inbox.received_at >= added.since
        AND inbox.next_send_at IS NULL AND NOT EXISTS (
            SELECT FROM inbox_pickups p
            WHERE p.inbox_id = inbox.id AND p.function_id = added.function_id)
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

    The very first listeners are owed all that was ever filed. One that is added later is owed what
    arrived since ten minutes before it was first announced, not the whole past.

    Raises:
        Temporary: the database cannot be reached.
    """
    pairs = sorted(listeners)

    columns = {
        "event_names": [event_name for event_name, _ in pairs],
        "function_ids": [function_id for _, function_id in pairs],
    }

    async def work(connection: AsyncConnection) -> None:
        await connection.execute(ADD, {**columns, "owed_before": OWED_BEFORE})
        await connection.execute(FORGET, columns)

    await database.transaction(work)
