"""A database as the services would have left it, and the command line on it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from click.testing import Result
from psycopg.types.json import Jsonb
from typer.testing import CliRunner

from nerve.app import build

Nerve = Callable[..., Result]


@pytest.fixture
def nerve(app_url: str, monkeypatch: pytest.MonkeyPatch) -> Nerve:
    """Runs a command as the runtime role; no engine answers."""
    monkeypatch.setenv("DATABASE_URL", app_url)
    monkeypatch.setenv("INNGEST_BASE_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("INNGEST_SIGNING_KEY", "abcd")
    runner = CliRunner()
    return lambda *arguments: runner.invoke(build(), list(arguments))


class Platform:
    """Writes what ingress and the worker write, as the runtime role."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def run(self, statement: str, *values: object) -> Any:
        cursor = self._connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else None

    def filed(self, event: str | None = "customer/email.received", **columns: object) -> UUID:
        row_id = uuid4()
        facts = {
            "id": row_id,
            "source": "postmark/inbound",
            "provider_id": str(row_id),
            "kind": "mail",
            "body": Jsonb({"TextBody": "a customer's words"}),
        } | columns
        if event is not None:
            facts |= {
                "event_name": event,
                "event_id": f"{event}:{row_id}",
                "event_data": Jsonb({"inbox_id": str(row_id)}),
            }
        names = ", ".join(facts)
        marks = ", ".join(["%s"] * len(facts))
        self.run(f"INSERT INTO inbox ({names}) VALUES ({marks})", *facts.values())
        return row_id

    def sent(self, row_id: UUID) -> None:
        self.run("UPDATE inbox SET sends = sends + 1, sent_at = now() WHERE id = %s", row_id)

    def listening(self, event: str, function: str) -> None:
        self.run("INSERT INTO listeners VALUES (%s, %s, now() - interval '1 day')", event, function)

    def picked_up(self, row_id: UUID, function: str = "answer-email", run: str = "01RUN") -> None:
        self.run(
            "INSERT INTO inbox_pickups (inbox_id, function_id, run_id) VALUES (%s, %s, %s)",
            row_id,
            function,
            run,
        )

    def audited(self, action: str, subject: str, run: str = "01RUN", **detail: object) -> None:
        self.run(
            "INSERT INTO audit_log (action, actor, run_id, customer_id, subject, detail, key)"
            " VALUES (%s, 'worker:answer-email', %s, 'cus_sara', %s, %s, %s)",
            action,
            run,
            subject,
            Jsonb(detail),
            f"{action}:{subject}",
        )

    def case(self, row_id: UUID) -> tuple[UUID, UUID]:
        """A ticket with the inbound message of this row; their ids."""
        ticket, message = uuid4(), uuid4()
        self.run(
            "INSERT INTO tickets (id, customer_id, sender, subject)"
            " VALUES (%s, 'cus_sara', 'sara@example.com', 'Twice')",
            ticket,
        )
        self.run(
            "INSERT INTO messages (id, ticket_id, direction, inbox_id, state, sender, recipient,"
            " subject, body) VALUES (%s, %s, 'inbound', %s, 'received', 'sara@example.com',"
            " 'support@example.com', 'Twice', 'a customer''s words')",
            message,
            ticket,
            row_id,
        )
        return ticket, message

    def replied(self, ticket: UUID, message: UUID, body: str = "Dear Sara") -> UUID:
        reply = uuid4()
        self.run(
            "INSERT INTO messages (id, ticket_id, direction, answers, effect_key, state, sender,"
            " recipient, subject, body, sent_at) VALUES (%s, %s, 'outbound', %s, %s, 'sent',"
            " 'support@example.com', 'sara@example.com', 'Re: Twice', %s, now())",
            reply,
            ticket,
            message,
            f"answer:{message}",
            body,
        )
        return reply

    def asked_for_a_refund(self, ticket: UUID, message: UUID, **other: object) -> UUID:
        agent_run = uuid4()
        facts = {
            "id": uuid4(),
            "agent_run_id": agent_run,
            "round": 1,
            "call_id": "call_1",
            "ticket_id": ticket,
            "customer_id": "cus_sara",
            "order_id": "ord_1002",
            "charge_id": "ch_1002",
            "amount_cents": 4900,
            "currency": "usd",
            "reason": "charged twice",
            "digest": "d1",
            "required_decisions": 1,
            "expires_at": datetime.now(UTC) + timedelta(hours=4),
        } | other
        self.run(
            "INSERT INTO agent_runs (id, message_id, status, round, state, model)"
            " VALUES (%s, %s, 'paused', 1, '{}', 'm')",
            agent_run,
            message,
        )
        names = ", ".join(facts)
        marks = ", ".join(["%s"] * len(facts))
        self.run(f"INSERT INTO approvals ({names}) VALUES ({marks})", *facts.values())
        return UUID(str(facts["id"]))

    def refunded(self, approval: UUID, status: str, stripe_id: str | None) -> UUID:
        """Rita approves, and the worker writes what came of it."""
        refund = uuid4()
        self.run(
            "SELECT decide_approval(id, 'rita', 'approve', '', digest, 'console')"
            " FROM approvals WHERE id = %s",
            approval,
        )
        self.run(
            "INSERT INTO refunds (id, approval_id, customer_id, order_id, charge_id, amount_cents,"
            " currency, params, status, stripe_refund_id)"
            " SELECT %s, id, customer_id, order_id, charge_id, amount_cents, currency, '{}', %s, %s"
            " FROM approvals WHERE id = %s",
            refund,
            status,
            stripe_id,
            approval,
        )
        return refund


@pytest.fixture
def platform(app_url: str) -> Iterator[Platform]:
    with psycopg.connect(app_url, autocommit=True) as connection:
        yield Platform(connection)


@pytest.fixture
def owner(owner_url: str) -> Iterator[psycopg.Connection[Any]]:
    """For what only the owner of the tables may do."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def reviewers(owner: psycopg.Connection[Any]) -> None:
    owner.execute(
        "INSERT INTO reviewers (id, name, email, slack_user_id, active) VALUES"
        " ('rita', 'Rita Castro', 'rita@support.example', 'U0RITA', true),"
        " ('sam', 'Sam Adeyemi', 'sam@support.example', NULL, true),"
        " ('gone', 'Gone', 'gone@support.example', NULL, false)"
    )
