"""What is answered with 200 is in Postgres, once."""

import asyncio
import time
from typing import Any

import httpx
import psycopg
import pytest

from ingress.database import WAIT_SECONDS, Pool
from ingress.filing import Filed, Filing, Unstorable
from ingress.inbox import PostgresInbox
from tests.integration.ingress.conftest import Ledger, post_mail, running_ingress
from tests.integration.ingress.engine import PretendEngine
from tests.unit.ingress import senders


async def test_the_same_webhook_a_hundred_times_at_once_is_one_row_and_one_event(
    ingress: httpx.AsyncClient, ledger: Ledger, engine: PretendEngine
) -> None:
    answers = await asyncio.gather(*(post_mail(ingress) for _ in range(100)))
    await _sent(ledger)

    said = [answer.json()["status"] for answer in answers]
    row = await ledger.row()
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(said) == ["accepted"] + ["duplicate"] * 99
    assert engine.ids == [f"customer/email.received:{row['id']}"]


async def test_a_hundred_webhooks_at_once_are_a_hundred_rows(
    ingress: httpx.AsyncClient, ledger: Ledger
) -> None:
    answers = await asyncio.gather(
        *(post_mail(ingress, MessageID=f"m-{number}") for number in range(100))
    )

    assert {answer.json()["status"] for answer in answers} == {"accepted"}
    assert len(await ledger.rows()) == 100


async def test_a_duplicate_is_a_duplicate_after_29_days(
    ingress: httpx.AsyncClient, ledger: Ledger, engine: PretendEngine
) -> None:
    await post_mail(ingress)
    await _sent(ledger)
    await ledger.execute("UPDATE inbox SET next_send_at = NULL")
    await ledger.later(29 * 86400)

    answer = await post_mail(ingress)
    await asyncio.sleep(0.1)

    assert answer.json()["status"] == "duplicate"
    assert len(engine.ids) == 1


async def test_what_is_only_kept_is_never_due(
    ingress: httpx.AsyncClient, ledger: Ledger, engine: PretendEngine
) -> None:
    body = senders.encoded(senders.stripe_event(type="customer.created"))

    answer = await ingress.post(
        "/webhooks/stripe", content=body, headers=senders.stripe_headers(body)
    )

    row = await ledger.row()
    assert answer.json()["status"] == "kept"
    assert (row["source"], row["provider_id"], row["kind"]) == (
        "stripe", "evt_1Q2w3e", "customer.created",
    )  # fmt: skip
    assert [row[name] for name in ("event_name", "event_id", "event_data", "next_send_at")] == [
        None
    ] * 4


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"": ""},
        {"number": 10**100, "small": 1e-300, "zero": -0.0},
        {"text": "😀 \u202e ‮ \x01\x1f\x7f \uffff", "key \n": [None, True]},
        {"deep": [[[[[[[[[[[[[[[[{}]]]]]]]]]]]]]]]]},
        {"many": list(range(20_000))},
        {"sql": "'); DROP TABLE inbox; --", "percent": "%s %(a)s %"},
    ],
)
async def test_whatever_is_accepted_can_be_stored_and_read_back(
    ingress: httpx.AsyncClient, ledger: Ledger, content: dict[str, Any]
) -> None:
    answer = await ingress.post(
        "/webhooks/json/shop/left", content=senders.encoded(content), headers=senders.bearer()
    )

    assert answer.status_code == 200
    stored = (await ledger.row())["body"]
    assert stored == content


async def test_one_id_with_two_bodies_is_refused_by_postgres_too(
    ingress: httpx.AsyncClient, ledger: Ledger
) -> None:
    async def post(content: dict[str, Any]) -> int:
        answer = await ingress.post(
            "/webhooks/json/shop/left", content=senders.encoded(content), headers=senders.bearer()
        )
        return answer.status_code

    assert [await post({"id": 1, "total": total}) for total in (5, 5, 6)] == [200, 200, 409]
    assert (await ledger.row())["body"]["total"] == 5


async def test_what_postgres_will_never_take_is_unstorable(pool: Pool) -> None:
    with pytest.raises(Unstorable):
        await PostgresInbox(pool).file(Filing("s", "p", "k", {"text": "\0"}))


async def test_connections_that_died_unnoticed_cost_no_webhook(
    ingress: httpx.AsyncClient, ledger: Ledger, app_url: str
) -> None:
    await asyncio.gather(*(post_mail(ingress, MessageID=f"m-{number}") for number in range(20)))
    await Ledger(app_url).execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = 'ingress' AND datname = current_database()"
    )

    answers = await asyncio.gather(
        *(post_mail(ingress, MessageID=f"n-{number}") for number in range(20))
    )

    assert {answer.status_code for answer in answers} == {200}
    assert len(await ledger.rows()) == 40


async def test_a_postgres_that_hangs_is_a_503_within_seconds_and_then_works_again(
    ingress: httpx.AsyncClient, owner_url: str
) -> None:
    async with await psycopg.AsyncConnection.connect(owner_url) as connection:
        await connection.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        started = time.monotonic()
        refused = await post_mail(ingress)
        took = time.monotonic() - started

    accepted = await post_mail(ingress)

    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert took < 2 * WAIT_SECONDS + 1
    assert accepted.status_code == 200


async def test_without_postgres_the_process_lives_is_not_ready_and_asks_to_send_again(
    engine: PretendEngine,
) -> None:
    async with running_ingress("postgresql://nobody@127.0.0.1:1/none", engine) as ingress:
        mail, health, ready, metrics = await asyncio.gather(
            post_mail(ingress), *(ingress.get(path) for path in ("/health", "/ready", "/metrics"))
        )

    assert [mail.status_code, health.status_code, ready.status_code] == [503, 200, 503]
    assert metrics.status_code == 200
    assert "ingress_unsettled_rows" not in metrics.text


async def test_metrics_count_what_is_owed(ingress: httpx.AsyncClient, ledger: Ledger) -> None:
    await post_mail(ingress)
    await _sent(ledger)
    await ledger.later(100)

    page = (await ingress.get("/metrics")).text

    assert "ingress_unsettled_rows 1.0" in page
    assert 'ingress_webhooks_total{outcome="accepted",route="postmark_inbound"} 1.0' in page
    assert 'ingress_relayed_events_total{outcome="sent"} 1.0' in page


async def test_filing_says_whether_the_row_is_new(pool: Pool) -> None:
    inbox = PostgresInbox(pool)
    filing = Filing("s", "p", "k", {"a": 1})

    assert await inbox.file(filing) is Filed.NEW
    assert await inbox.file(filing) is Filed.DUPLICATE


async def _sent(ledger: Ledger) -> None:
    async with asyncio.timeout(5):
        while not all(row["sent_at"] for row in await ledger.rows()):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
