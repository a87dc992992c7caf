"""Runs migrations one process at a time, giving up a lock it cannot have within five seconds."""

import os
import sys
from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool, text

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "5min"
ONE_AT_A_TIME = 0x6E657276  # "nerv": two migrating replicas wait for one another


def run() -> None:
    """Bring the database that MIGRATIONS_DATABASE_URL or DATABASE_URL names to the target."""
    if context.config.config_file_name and context.config.attributes.get("logging", True):
        fileConfig(context.config.config_file_name, disable_existing_loggers=False)
    engine = create_engine(_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"SELECT pg_advisory_lock({ONE_AT_A_TIME})"))
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
        connection.commit()
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.execute(text(f"SELECT pg_advisory_unlock({ONE_AT_A_TIME})"))
    engine.dispose()


def _url() -> str:
    url = (
        context.config.attributes.get("url")
        or os.environ.get("MIGRATIONS_DATABASE_URL")
        or os.environ.get("DATABASE_URL")
    )
    if not url:
        sys.exit("DATABASE_URL is not set: say which database to migrate")
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    if url.startswith("postgresql+psycopg://"):
        return str(url)
    sys.exit("DATABASE_URL must start with postgresql://")


run()
