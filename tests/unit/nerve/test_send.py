"""`nerve send` as an operator sees it."""

import re
from collections.abc import Callable

import pytest
from click.testing import Result

from nerve.samples.catalog import SAMPLES
from tests.unit.nerve.conftest import INBOX_ID, FakeService

Nerve = Callable[..., Result]

ONE = """\
POST {url}/webhooks/postmark/inbound
  message    postmark/question
  id         b1
  size       N bytes
200 in N ms
  {{"status": "accepted", "inbox_id": "{inbox_id}"}}
follow it
  run        docker compose run --rm nerve watch {inbox_id}
  outbox     http://localhost:8090/postmark/
  dashboard  http://localhost:8288
"""

REFUSED = """\
POST {url}/webhooks/stripe
  message    stripe/refund-failed
  id         evt_1
  size       N bytes
  on purpose stale: signed an hour ago
  on purpose tampered: the body was changed after it was signed
400 in N ms
  {{"error": "the signature is not valid"}}
"""

MANY = """\
POST {url}/webhooks/postmark/inbound
  15 x postmark/question
15 sent: 15 x 200
p50 N ms, p99 N ms
0 known already, 5 answered unexpectedly
the first of the unexpected:
"""


def settled(text: str) -> str:
    """`text` with what differs from run to run made the same."""
    return re.sub(r"[\d,]+ (bytes|ms)", r"N \1", text)


@pytest.fixture(autouse=True)
def _ingress(monkeypatch: pytest.MonkeyPatch, service: FakeService) -> None:
    monkeypatch.setenv("INGRESS_URL", service.url)


def test_one_message_is_shown_in_full(nerve: Nerve, service: FakeService) -> None:
    result = nerve("send", "postmark/question", "--id", "b1")
    assert settled(result.output) == ONE.format(url=service.url, inbox_id=INBOX_ID)
    assert result.exit_code == 0
    assert [body["MessageID"] for body in service.bodies] == ["b1"]


def test_a_spoiled_message_that_is_refused_is_a_success(nerve: Nerve, service: FakeService) -> None:
    service.status, service.answer = 400, {"error": "the signature is not valid"}
    result = nerve("send", "stripe/refund-failed", "--id", "evt_1", "--tamper", "--stale")
    assert settled(result.output) == REFUSED.format(url=service.url)
    assert result.exit_code == 0


def test_a_spoiled_message_that_is_accepted_is_a_failure(nerve: Nerve) -> None:
    result = nerve("send", "stripe/refund-failed", "--tamper")
    assert "unexpected: it was spoiled, and should have been refused" in result.output
    assert result.exit_code == 1


def test_a_good_message_that_is_refused_is_a_failure(nerve: Nerve, service: FakeService) -> None:
    service.status = 503
    result = nerve("send", "json/anything")
    assert "unexpected: nothing is wrong with it" in result.output
    assert result.exit_code == 1


def test_many_messages_are_summed_up(nerve: Nerve, service: FakeService) -> None:
    result = nerve("send", "postmark/question", "--repeat", "10", "--duplicate", "--tamper")
    assert settled(result.output).startswith(MANY.format(url=service.url))
    assert len(service.asked) == 15
    assert result.exit_code == 1


def test_duplicates_are_counted_from_the_answers(nerve: Nerve, service: FakeService) -> None:
    service.answer = {"status": "duplicate", "inbox_id": INBOX_ID}
    result = nerve("send", "postmark/question", "--repeat", "10")
    assert "10 known already, 0 answered unexpectedly" in result.output
    assert result.exit_code == 0


def test_a_rate_paces_the_messages(nerve: Nerve, service: FakeService) -> None:
    from time import monotonic

    started = monotonic()
    nerve("send", "postmark/question", "--repeat", "5", "--rate", "20")
    assert monotonic() - started >= 4 / 20
    assert len(service.asked) == 5


def test_an_unknown_message_gets_the_list_of_names(nerve: Nerve) -> None:
    result = nerve("send", "postmark/praise")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "nerve: there is no message called 'postmark/praise'. There are:",
        *[f"  {name}" for name in SAMPLES],
    ]


def test_without_a_message_the_list_is_shown(nerve: Nerve) -> None:
    assert nerve("send").exit_code == 2
    listed = nerve("send", "--list")
    assert listed.exit_code == 0
    assert [line.split()[0] for line in listed.output.splitlines()] == list(SAMPLES)


def test_a_missing_secret_is_named(nerve: Nerve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", "")
    result = nerve("send", "stripe/refund-failed")
    assert result.exit_code == 1
    assert result.stderr.startswith("nerve: STRIPE_WEBHOOK_SECRET is not set: ")
    assert result.stderr.count("\n") == 1


def test_a_secret_that_is_not_asked_for_may_be_missing(
    nerve: Nerve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STRIPE_WEBHOOK_SECRET")
    assert nerve("send", "postmark/question").exit_code == 0


def test_an_ingress_that_is_not_there_is_one_sentence(
    nerve: Nerve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INGRESS_URL", "http://127.0.0.1:1")
    result = nerve("send", "postmark/question")
    assert result.exit_code == 1
    assert result.stderr.startswith("nerve: INGRESS_URL: nothing answers at http://127.0.0.1:1 (")
    assert result.stderr.count("\n") == 1


def test_text_that_could_steer_a_terminal_is_made_harmless(
    nerve: Nerve, service: FakeService
) -> None:
    service.status, service.answer = 400, {"error": "[bold]\x9b31m\u202eevil"}
    result = nerve("send", "postmark/question", "--tamper")
    assert "\x9b" not in result.output
    assert "\u202e" not in result.output


def test_json_text_must_be_an_object(nerve: Nerve) -> None:
    result = nerve("send", "json/trial-started", "--text", "[1]")
    assert result.exit_code == 1
    assert "--text must be a JSON object" in result.stderr
