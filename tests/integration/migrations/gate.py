"""Approvals and reviewers as they stand in the database, for tests of the gate."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import psycopg

REVIEWERS = """
INSERT INTO reviewers (id, name, email, active) VALUES
    ('rita', 'Rita', 'rita@support.example', true), ('sam', 'Sam', 'sam@support.example', true),
    ('gone', 'Gone', 'gone@support.example', false), ('sara', 'Sara', 'SARA@example.com', true)
"""
REFUND = """
INSERT INTO refunds (id, approval_id, customer_id, order_id, charge_id, amount_cents, currency,
    params) VALUES (%s, %s, %s, %s, %s, %s, %s, '{}')
"""


class Said(NamedTuple):
    """What decide_approval answered."""

    outcome: str
    status: str | None
    decided_by: str | None
    decided_at: Any


class Gate:
    """Opens approvals and lets reviewers decide, as the runtime role."""

    def __init__(self, app_url: str, owner_url: str) -> None:
        self.app_url = app_url
        self.app = psycopg.connect(app_url, autocommit=True)
        self.owner = psycopg.connect(owner_url, autocommit=True)
        self.owner.execute(REVIEWERS)

    def close(self) -> None:
        self.app.close()
        self.owner.close()

    def opened(
        self, *, amount: int = 4900, decisions: int = 1, order: str = "ord_1002", left: str = "4 h"
    ) -> UUID:
        """A pending approval for Sara that expires `left` from now."""
        inbox, ticket, message, run, approval = (uuid4() for _ in range(5))
        self.owner.execute(
            "INSERT INTO inbox (id, source, provider_id, kind, body)"
            " VALUES (%s, 'postmark/inbound', %s, 'mail', '{}')",
            (inbox, str(inbox)),
        )
        self.owner.execute(
            "INSERT INTO tickets (id, customer_id, sender, subject)"
            " VALUES (%s, 'cus_sara', 'sara@example.com', 'Twice')",
            (ticket,),
        )
        self.owner.execute(
            "INSERT INTO messages (id, ticket_id, direction, inbox_id, state, sender, recipient,"
            " subject, body) VALUES (%s, %s, 'inbound', %s, 'received', 's', 'r', 'Twice', 'b')",
            (message, ticket, inbox),
        )
        self.owner.execute(
            "INSERT INTO agent_runs (id, message_id, status, state, model)"
            " VALUES (%s, %s, 'paused', '{}', 'm')",
            (run, message),
        )
        self.owner.execute(
            "INSERT INTO approvals (id, agent_run_id, round, call_id, ticket_id, customer_id,"
            " order_id, charge_id, amount_cents, currency, reason, digest, required_decisions,"
            " requested_at, expires_at) VALUES (%s, %s, 1, 'call', %s, 'cus_sara', %s, %s, %s,"
            " 'usd', 'twice', 'd1', %s, now() - interval '1 day', now() + %s::interval)",
            (approval, run, ticket, order, order.replace("ord", "ch"), amount, decisions, left),
        )
        return approval

    def decide(
        self,
        approval: UUID | None,
        reviewer: str | None = "rita",
        verdict: str | None = "approve",
        *,
        digest: str | None = "d1",
        connection: psycopg.Connection[Any] | None = None,
    ) -> Said:
        row = (
            (connection or self.app)
            .execute(
                "SELECT * FROM decide_approval(%s, %s, %s, 'a note', %s, 'terminal')",
                (approval, reviewer, verdict, digest),
            )
            .fetchone()
        )
        assert row is not None
        return Said(*row)

    def at_once(self, approval: UUID, clicks: Sequence[tuple[str, str]]) -> list[Said]:
        """All clicks together, each on a connection of its own."""

        def click(one: tuple[str, str]) -> Said:
            with psycopg.connect(self.app_url, autocommit=True) as connection:
                return self.decide(approval, *one, connection=connection)

        with ThreadPoolExecutor(len(clicks)) as pool:
            return list(pool.map(click, clicks))

    def refund(self, approval: UUID, **other: object) -> UUID:
        """File a refund of exactly what was approved, except for `other`."""
        row = self.owner.execute(
            "SELECT customer_id, order_id, charge_id, amount_cents, currency FROM approvals"
            " WHERE id = %s",
            (approval,),
        ).fetchone()
        assert row is not None
        names = ("customer_id", "order_id", "charge_id", "amount_cents", "currency")
        facts = dict(zip(names, row, strict=True)) | other
        refund = uuid4()
        self.app.execute(REFUND, (refund, approval, *facts.values()))
        return refund

    def status(self, approval: UUID) -> str:
        return str(self.one("SELECT status FROM approvals WHERE id = %s", approval))

    def attempts(self) -> list[str]:
        """The outcomes of all clicks, in their order."""
        return [
            row[0]
            for row in self.owner.execute("SELECT outcome FROM decision_attempts ORDER BY id")
        ]

    def traces(self) -> tuple[int, int, int]:
        """Decisions, audit rows, and wake-ups."""
        return (
            self.one("SELECT count(*) FROM decisions"),
            self.one("SELECT count(*) FROM audit_log"),
            self.one("SELECT count(*) FROM inbox WHERE source = 'decisions'"),
        )

    def one(self, statement: str, *values: object) -> Any:
        row = self.owner.execute(statement, values).fetchone()
        return None if row is None else row[0]
