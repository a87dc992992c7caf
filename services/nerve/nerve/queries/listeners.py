"""Which functions the worker has announced."""

from nerve.queries.database import Connection

LIST = "SELECT event_name, function_id FROM listeners ORDER BY event_name, function_id"


def listeners(connection: Connection) -> list[tuple[str, str]]:
    """Pairs of event name and function id."""
    return [(row["event_name"], row["function_id"]) for row in connection.execute(LIST)]
