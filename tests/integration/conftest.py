"""A fresh, migrated database for every test, cloned from one that Alembic made."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from tests.integration import postgres_server

ROOT = Path(__file__).parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("integration")


def alembic_config(url: str) -> Config:
    config = Config(str(ROOT / "migrations" / "alembic.ini"))
    config.attributes["url"] = url
    config.attributes["logging"] = False
    return config


def with_parts(url: str, *, user: str | None = None, database: str | None = None) -> str:
    parts = urlsplit(url)
    address = f"{parts.hostname}:{parts.port}"
    credentials = f"{user}:local-only" if user else f"{parts.username}:{parts.password}"
    return urlunsplit(
        parts._replace(
            netloc=f"{credentials}@{address}",
            path=f"/{database}" if database else parts.path,
        )
    )


@pytest.fixture(scope="session")
def superuser_url() -> Iterator[str]:
    with postgres_server.running() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for role in (
                "nervous_runtime NOLOGIN",
                "nervous_owner LOGIN PASSWORD 'local-only'",
                "nervous_app LOGIN PASSWORD 'local-only' IN ROLE nervous_runtime",
            ):
                connection.execute(f"CREATE ROLE {role}")
            connection.execute("CREATE DATABASE empty_template OWNER nervous_owner")
        yield url


@pytest.fixture(scope="session")
def migrated(superuser_url: str) -> str:
    """The name of a database at the newest migration, to be cloned, never used."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated OWNER nervous_owner")
    url = with_parts(superuser_url, user="nervous_owner", database="migrated")
    command.upgrade(alembic_config(url), "head")
    return "migrated"


@pytest.fixture
def empty_owner_url(superuser_url: str) -> Iterator[str]:
    """The owner's URL of a database in which no migration has run."""
    with _clone(superuser_url, "empty_template") as name:
        yield with_parts(superuser_url, user="nervous_owner", database=name)


@pytest.fixture
def database_name(superuser_url: str, migrated: str) -> Iterator[str]:
    with _clone(superuser_url, migrated) as name:
        yield name


@pytest.fixture
def owner_url(superuser_url: str, database_name: str) -> str:
    """The owner's URL of this test's database."""
    return with_parts(superuser_url, user="nervous_owner", database=database_name)


@pytest.fixture
def app_url(superuser_url: str, database_name: str) -> str:
    """The runtime role's URL of this test's database."""
    return with_parts(superuser_url, user="nervous_app", database=database_name)


@contextmanager
def _clone(superuser_url: str, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER nervous_owner")
        try:
            yield name
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
