"""Walk-ins on a real Postgres."""

from uuid import uuid4

import psycopg

from worker.adapters.postgres.database import Database
from worker.adapters.postgres.walk_ins import PostgresWalkIns


async def test_a_sender_is_known_by_address_whatever_its_case(database: Database) -> None:
    walk_ins = PostgresWalkIns(database)

    sara = await walk_ins.customer("Sara@Example.com")

    assert sara is not None
    assert (sara.id, sara.name) == ("cus_sara", "Sara Lindqvist")
    assert await walk_ins.customer("nobody@example.com") is None
    assert await walk_ins.customer("") is None


async def test_a_visit_is_audited_once(database: Database, app_url: str) -> None:
    walk_ins, visit_id = PostgresWalkIns(database), uuid4()
    sara = await walk_ins.customer("sara@example.com")

    await walk_ins.received(visit_id, sara)
    await walk_ins.received(visit_id, sara)
    await walk_ins.received(uuid4(), None)

    with psycopg.connect(app_url) as connection:
        rows = connection.execute(
            "SELECT action, actor, customer_id, subject FROM audit_log ORDER BY seq"
        ).fetchall()
    assert rows[0] == ("email_received", "agent:support", "cus_sara", f"walk-in:{visit_id}")
    assert [row[2] for row in rows] == ["cus_sara", None]
