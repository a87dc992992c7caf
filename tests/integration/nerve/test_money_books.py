"""`nerve refunds` and `nerve reconcile` on our real books, with Stripe's as a list over HTTP."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import psycopg
import pytest

from tests.integration.nerve.conftest import Nerve, Platform

FAR = "UPDATE refunds SET first_sent_at = now() - interval '1 hour'"


class Stripe:
    """A list of refunds, newest first, in pages."""

    def __init__(self) -> None:
        self.refunds: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str]] = []
        self.most = 100

    def has(self, refund_id: str, ours: UUID | None = None, **other: object) -> None:
        self.refunds.insert(
            0,
            {
                "id": refund_id,
                "object": "refund",
                "amount": 4900,
                "charge": "ch_1002",
                "currency": "usd",
                "metadata": {"refund_id": str(ours)} if ours else {},
                "status": "succeeded",
            }
            | other,
        )

    def page(self, query: dict[str, list[str]]) -> dict[str, Any]:
        ids = [refund["id"] for refund in self.refunds]
        after = query.get("starting_after")
        start = ids.index(after[0]) + 1 if after else 0
        end = start + min(self.most, int(query["limit"][0]))
        data = self.refunds[start:end]
        return {"object": "list", "data": data, "has_more": end < len(ids), "url": "/v1/refunds"}


@pytest.fixture
def stripe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stripe]:
    books = Stripe()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = urlsplit(self.path)
            books.asked.append((where.path, self.headers["Authorization"]))
            answer = json.dumps(books.page(parse_qs(where.query))).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("STANDINS_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("STRIPE_API_KEY", "sk_test_local_only")
    monkeypatch.delenv("STRIPE_API_BASE", raising=False)
    monkeypatch.setattr("nerve.comparing.LOOK_AGAIN_AFTER_SECONDS", 0)
    yield books
    server.shutdown()
    server.server_close()


@pytest.fixture
def refund(platform: Platform, reviewers: None) -> UUID:
    """One refund, approved by Rita, made, and audited."""
    approval = platform.asked_for_a_refund(*platform.case(platform.filed()))
    refund_id = platform.refunded(approval, "succeeded", "re_1")
    platform.audited("refund_issued", f"approval:{approval}", amount_cents=4900)
    return refund_id


def kinds(nerve: Nerve) -> list[str]:
    result = nerve("reconcile", "--json")
    found = [json.loads(line)["kind"] for line in result.output.splitlines()]
    assert result.exit_code == (1 if found else 0), result.stderr
    return found


def test_our_refunds_say_what_came_of_them(nerve: Nerve, platform: Platform, refund: UUID) -> None:
    ((approval,),) = platform.run("SELECT approval_id FROM refunds")
    headings, row = nerve("refunds").output.splitlines()
    assert headings.split() == ["id", "approval", "order", "amount", "status", "at", "stripe"]
    assert row.split() == [str(refund), str(approval), "ord_1002", "$49.00", "succeeded", "re_1"]
    platform.run("UPDATE refunds SET status = 'failed', failure = 'lost_or_stolen_card'")
    assert "failed (lost_or_stolen_card)" in nerve("refunds").output


def test_no_refunds_say_so(nerve: Nerve) -> None:
    assert nerve("refunds").output == "no refunds yet\n"


def test_books_that_agree_say_so(nerve: Nerve, stripe: Stripe, refund: UUID) -> None:
    stripe.has("re_1", refund)
    result = nerve("reconcile")
    assert result.output == "refunds: 1 at Stripe, 1 in our books, 1 in the audit log\nthey agree\n"
    assert result.exit_code == 0
    assert stripe.asked == [("/stripe/v1/refunds", "Bearer sk_test_local_only")]


def test_empty_books_agree(nerve: Nerve, stripe: Stripe) -> None:
    assert nerve("reconcile").exit_code == 0


def test_a_disagreement_is_a_line_that_says_what_differs(
    nerve: Nerve, stripe: Stripe, refund: UUID
) -> None:
    stripe.has("re_1", refund, amount=4800)
    stripe.has("re_x", charge="ch_9")
    result = nerve("reconcile")
    assert [" ".join(line.split()) for line in result.output.splitlines()] == [
        "refunds: 2 at Stripe, 1 in our books, 1 in the audit log",
        "2 disagreements",
        "kind refund what",
        f"amount {refund} 4900 here, 4800 at Stripe (re_1)",
        "stripe-only re_x $49.00 on ch_9 is not in our books",
    ]
    assert result.exit_code == 1


def test_every_page_of_stripes_list_is_read(nerve: Nerve, stripe: Stripe, refund: UUID) -> None:
    stripe.most = 2
    for number in range(4):
        stripe.has(f"re_x{number}")
    stripe.refunds.append({**stripe.refunds[0], "id": "re_1", "metadata": {"r": str(refund)}})
    assert kinds(nerve) == ["stripe-only"] * 4


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE refunds SET status = 'pending'", ["status"]),
        ("UPDATE refunds SET status = 'failed'", ["status"]),
        ("UPDATE refunds SET status = 'refused'", ["audit-only", "status"]),
        ("UPDATE refunds SET stripe_refund_id = 're_2'", ["ours-only"]),
        ("UPDATE refunds SET stripe_refund_id = NULL", []),
    ],
)
def test_our_own_books_going_wrong_is_seen(
    nerve: Nerve, platform: Platform, stripe: Stripe, refund: UUID, change: str, expected: list[str]
) -> None:
    stripe.has("re_1", refund)
    platform.run(change)
    assert kinds(nerve) == expected


def test_a_refund_that_is_just_being_sent_is_given_time(
    nerve: Nerve, platform: Platform, owner: psycopg.Connection[Any], stripe: Stripe,
    reviewers: None,
) -> None:  # fmt: skip
    approval = platform.asked_for_a_refund(*platform.case(platform.filed()))
    refund = platform.refunded(approval, "sending", None)
    assert kinds(nerve) == []
    owner.execute("ALTER TABLE refunds DISABLE TRIGGER refunds_keep_frozen")
    owner.execute(FAR)
    assert kinds(nerve) == ["ours-only"]
    stripe.has("re_1", refund)
    assert kinds(nerve) == ["status"]


def test_a_refund_without_an_approval_is_seen(
    nerve: Nerve, owner: psycopg.Connection[Any], stripe: Stripe, refund: UUID
) -> None:
    stripe.has("re_1", refund)
    owner.execute("DELETE FROM decisions")
    assert kinds(nerve) == ["unapproved"]


def test_an_approval_that_was_changed_afterwards_is_seen(
    nerve: Nerve, owner: psycopg.Connection[Any], stripe: Stripe, refund: UUID
) -> None:
    stripe.has("re_1", refund)
    owner.execute("UPDATE approvals SET digest = 'another'")
    assert kinds(nerve) == ["unapproved"]


def test_a_refund_that_the_audit_log_does_not_know_is_seen(
    nerve: Nerve, platform: Platform, stripe: Stripe, reviewers: None
) -> None:
    approval = platform.asked_for_a_refund(*platform.case(platform.filed()))
    stripe.has("re_1", platform.refunded(approval, "succeeded", "re_1"))
    platform.audited("refund_issued", "refund:of-nobody")
    assert kinds(nerve) == ["audit-only", "unaudited"]


@pytest.mark.parametrize("name", ["STRIPE_API_KEY"])
def test_a_missing_key_is_named(
    nerve: Nerve, stripe: Stripe, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv(name)
    result = nerve("reconcile")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"nerve: {name} is not set: ")
