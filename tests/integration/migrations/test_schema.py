"""The schema keeps its promises whoever writes to it."""

import re

import psycopg
import pytest
from alembic import command
from psycopg.errors import CheckViolation, InsufficientPrivilege

from contracts.audit import AuditAction
from tests.integration.conftest import alembic_config

ROW = """
    INSERT INTO audit_log (action, actor, subject, detail, key)
    VALUES (%s, 'test', 'inbox:1', '{}', %s) ON CONFLICT (key) DO NOTHING
"""


def test_every_migration_goes_up_and_down_and_up_again(empty_owner_url: str) -> None:
    config = alembic_config(empty_owner_url)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    with psycopg.connect(empty_owner_url) as connection:
        left = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind = 'r' AND relname <> 'alembic_version'"
        ).fetchall()
    assert left == []
    command.upgrade(config, "head")


def test_five_customers_in_three_tiers_are_seeded_with_orders(app_url: str) -> None:
    with psycopg.connect(app_url) as connection:
        tiers = connection.execute("SELECT tier, count(*) FROM customers GROUP BY 1").fetchall()
        idle = connection.execute(
            "SELECT count(*) FROM customers c WHERE NOT EXISTS "
            "(SELECT FROM orders o WHERE o.customer_id = c.id)"
        ).fetchone()
    assert dict(tiers) == {"standard": 2, "pro": 2, "enterprise": 1}
    assert idle == (0,)


def test_a_database_with_customers_is_not_seeded(empty_owner_url: str) -> None:
    config = alembic_config(empty_owner_url)
    command.upgrade(config, "0005_audit_log")
    with psycopg.connect(empty_owner_url) as connection:
        connection.execute(
            "INSERT INTO customers (id, email, name) VALUES ('c', 'c@x.example', 'C')"
        )
    command.upgrade(config, "head")
    with psycopg.connect(empty_owner_url) as connection:
        assert connection.execute("SELECT array_agg(id) FROM customers").fetchone() == (["c"],)


def test_the_audit_words_in_the_table_are_the_words_in_the_code(owner_url: str) -> None:
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conname = 'audit_log_action_known'"
        ).fetchone()
    assert row is not None
    assert set(re.findall(r"'([a-z_]+)'::text", row[0])) == {str(word) for word in AuditAction}


def test_an_unknown_audit_word_is_refused(app_url: str) -> None:
    with psycopg.connect(app_url) as connection, pytest.raises(CheckViolation):
        connection.execute(ROW, ("coffee_made", "k"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET actor = 'nobody'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "ALTER TABLE audit_log DISABLE TRIGGER ALL",
        "INSERT INTO audit_log (seq, action, actor, subject, key) "
        "VALUES (99, 'reply_sent', 'a', 's', 'forged')",
        "INSERT INTO audit_log (hash, action, actor, subject, key) "
        "VALUES ('0', 'reply_sent', 'a', 's', 'forged')",
    ],
)
def test_the_runtime_role_may_only_append(app_url: str, statement: str) -> None:
    with psycopg.connect(app_url, autocommit=True) as connection:
        connection.execute(ROW, ("reply_sent", "k"))
        with pytest.raises(InsufficientPrivilege):
            connection.execute(statement)
        assert connection.execute("SELECT count(*) FROM audit_log").fetchone() == (1,)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_log SET actor = 'nobody'", "DELETE FROM audit_log", "TRUNCATE audit_log"],
)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_not_even_a_superuser_changes_a_row_by_accident(
    superuser_url: str, database_name: str, role: str, statement: str
) -> None:
    with psycopg.connect(superuser_url, dbname=database_name, autocommit=True) as connection:
        connection.execute(ROW, ("reply_sent", "k"))
        connection.execute(f"SET session_replication_role = {role}")
        with pytest.raises(InsufficientPrivilege, match="append-only"):
            connection.execute(statement)


def test_a_repeated_audit_row_leaves_no_gap(app_url: str) -> None:
    with psycopg.connect(app_url, autocommit=True) as connection:
        for key in ("a", "a", "b", "b", "a", "c"):
            connection.execute(ROW, ("reply_sent", key))
        rows = connection.execute("SELECT seq, key FROM audit_log ORDER BY seq").fetchall()
    assert rows == [(1, "a"), (2, "b"), (3, "c")]


def test_each_audit_row_carries_the_hash_of_the_one_before(app_url: str) -> None:
    with psycopg.connect(app_url, autocommit=True) as connection:
        for key in "abc":
            connection.execute(ROW, ("reply_sent", key))
        rows = connection.execute(
            "SELECT prev_hash, hash, audit_log_hash(prev_hash, seq, at, action, actor, run_id, "
            "customer_id, subject, detail, key) FROM audit_log ORDER BY seq"
        ).fetchall()
    assert [row[0] for row in rows] == ["0" * 64, rows[0][1], rows[1][1]]
    assert all(row[1] == row[2] for row in rows)
    assert len({row[1] for row in rows}) == 3


def test_the_runtime_role_cannot_delete_what_was_accepted(app_url: str) -> None:
    with psycopg.connect(app_url, autocommit=True) as connection:
        for table in ("inbox", "messages", "approvals", "customers", "orders"):
            with pytest.raises(InsufficientPrivilege):
                connection.execute(f"DELETE FROM {table}")
