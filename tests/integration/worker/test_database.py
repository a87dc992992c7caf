"""Trouble with Postgres is temporary, and says nothing about the data."""

import asyncio

import psycopg
import pytest
from sqlalchemy import text

from worker.adapters.postgres.database import Database, open_engine
from worker.adapters.postgres.greeting_cards import PostgresGreetingCards
from worker.adapters.postgres.pickups import announce_listeners
from worker.ports.failures import Permanent, Temporary


async def test_an_unreachable_postgres_is_temporary():
    engine = open_engine("postgresql://nobody:x@127.0.0.1:9/none", pool_size=1)
    with pytest.raises(Temporary):
        await Database(engine).transaction(lambda c: c.execute(text("SELECT 1")))
    await engine.dispose()


def test_a_url_of_something_else_is_refused_by_name():
    with pytest.raises(ValueError, match="DATABASE_URL must start with postgresql://"):
        open_engine("mysql://x", pool_size=1)


async def test_a_restarted_postgres_is_not_even_noticed(database, superuser_url, database_name):
    async def ping() -> int:
        return int(await database.transaction(lambda c: c.scalar(text("SELECT 1"))))

    assert await ping() == 1
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (database_name,),
        )
    assert await ping() == 1


async def test_a_failed_work_leaves_nothing(database, app_url):
    async def work(connection):
        await connection.execute(
            text("INSERT INTO listeners (event_name, function_id) VALUES ('a', 'b')")
        )
        raise RuntimeError("after all")

    with pytest.raises(RuntimeError, match="after all"):
        await database.transaction(work)
    with psycopg.connect(app_url) as connection:
        assert connection.execute("SELECT count(*) FROM listeners").fetchone() == (0,)


async def test_the_pool_makes_the_rest_wait_their_turn(database):
    slow = text("SELECT pg_sleep(0.05)")
    await asyncio.gather(*(database.transaction(lambda c: c.execute(slow)) for _ in range(40)))
    assert database._engine.pool.checkedout() == 0


async def test_listeners_that_went_away_are_forgotten(database, app_url):
    await announce_listeners(database, [("a", "one"), ("b", "two")])
    with psycopg.connect(app_url) as connection:
        since = connection.execute("SELECT since FROM listeners WHERE event_name = 'a'").fetchone()
    await announce_listeners(database, [("a", "one")])
    with psycopg.connect(app_url) as connection:
        left = connection.execute("SELECT event_name, function_id, since FROM listeners").fetchall()
    assert since is not None
    assert left == [("a", "one", since[0])]


async def due(app_url: str) -> list[object]:
    async with await psycopg.AsyncConnection.connect(app_url) as connection:
        found = await connection.execute("SELECT id FROM inbox WHERE next_send_at IS NOT NULL")
        return [row[0] for row in await found.fetchall()]


async def age(app_url: str, row: object, interval: str) -> None:
    """The row is an e-mail that was sent to an engine which knew nobody to wake."""
    async with await psycopg.AsyncConnection.connect(app_url) as connection:
        await connection.execute(
            "UPDATE inbox SET event_name = 'customer/email.received', event_id = id::text, "
            "event_data = '{}', sent_at = now(), next_send_at = NULL, "
            "received_at = now() - %s::interval WHERE id = %s",
            (interval, row),
        )


async def test_what_came_before_the_first_worker_ever_is_owed_to_it(database, file_email, app_url):
    row = await file_email()
    await age(app_url, row, "3 days")
    await announce_listeners(database, [("customer/email.received", "answer-email")])
    assert await due(app_url) == [row]


async def test_a_later_function_is_owed_the_last_minutes_and_not_the_past(
    database, file_email, app_url
):
    await announce_listeners(database, [("demo/greet", "greet-customer")])
    old, recent = await file_email(), await file_email()
    await age(app_url, old, "3 days")
    await age(app_url, recent, "3 minutes")
    both = [("demo/greet", "greet-customer"), ("customer/email.received", "answer-email")]
    await announce_listeners(database, both)
    assert await due(app_url) == [recent]


async def test_a_worker_that_starts_again_makes_nothing_due(database, file_email, app_url):
    listeners = [("customer/email.received", "answer-email")]
    await announce_listeners(database, listeners)
    await age(app_url, await file_email(), "1 minute")
    await announce_listeners(database, listeners)
    assert await due(app_url) == []


async def test_a_greeting_keeps_its_first_words(database, file_email, app_url):
    cards = PostgresGreetingCards(database)
    row = await file_email(name="  Sara ")
    assert await cards.open(row, "greet-customer", "r") == "Sara"
    for words in ("Hello!", "Something else"):
        await cards.greeted(row, words)
        await cards.bid_farewell(row, words)
    with psycopg.connect(app_url) as connection:
        kept = connection.execute("SELECT greeting, farewell FROM greetings").fetchone()
    assert kept == ("Hello!", "Hello!")


async def test_a_greeting_for_nobody_is_a_permanent_failure(database, file_email):
    with pytest.raises(Permanent, match="names nobody"):
        await PostgresGreetingCards(database).open(await file_email(), "f", "r")
