"""One connection per command, as the runtime role."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row

from nerve.failures import Unusable
from nerve.settings import Database, load

Row = dict[str, Any]
Connection = psycopg.Connection[Row]

CONNECT_SECONDS = 5


@contextmanager
def connected(url: str | None = None) -> Iterator[Connection]:
    """A connection in autocommit, so that every look is a fresh one.

    Raises:
        Unusable: Postgres cannot be reached, refuses us, or lacks our tables.
    """
    url = url or load(Database).database_url.get_secret_value()
    try:
        with psycopg.connect(
            url.replace("postgresql+psycopg", "postgresql", 1),
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            application_name="nerve",
            row_factory=dict_row,
        ) as connection:
            yield connection
    except psycopg.errors.UndefinedTable as error:
        raise Unusable(
            f"DATABASE_URL: {_first_line(error)}; run the migrations (docker compose up migrate)."
        ) from None
    except psycopg.errors.InsufficientPrivilege as error:
        raise Unusable(
            f"DATABASE_URL: {_first_line(error)}; use the role that the services run with."
        ) from None
    except psycopg.OperationalError as error:
        raise Unusable(
            f"DATABASE_URL: Postgres cannot be used ({_first_line(error)});"
            " docker compose ps postgres tells whether it is up."
        ) from None
    except psycopg.ProgrammingError:
        # The library's own text repeats the setting, and with it the password.
        raise Unusable("DATABASE_URL is not a postgresql:// URL.") from None


def _first_line(error: psycopg.Error) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
