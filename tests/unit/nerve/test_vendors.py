"""`nerve break`, `nerve mend` and `nerve health` as an operator sees them."""

from collections.abc import Callable

import pytest
from click.testing import Result

from tests.unit.nerve.conftest import FakeService

Nerve = Callable[..., Result]

HEALTH = """\
FAILS postgres   DATABASE_URL is not set: give it the same value that the platform runs with \
(docker compose run --rm nerve does).
ok    ingress    /ready answers 200
ok    engine     /health answers 200
FAILS worker     WORKER_URL: nothing answers at http://127.0.0.1:1; docker compose up -d worker
ok    standins   /health answers 200
FAILS listeners  DATABASE_URL is not set: give it the same value that the platform runs with \
(docker compose run --rm nerve does).
"""


@pytest.fixture(autouse=True)
def _places(monkeypatch: pytest.MonkeyPatch, service: FakeService) -> None:
    for name in ("STANDINS_URL", "INGRESS_URL", "INNGEST_BASE_URL"):
        monkeypatch.setenv(name, service.url)
    monkeypatch.setenv("WORKER_URL", "http://127.0.0.1:1")


def test_a_vendor_is_broken_for_some_requests(nerve: Nerve, service: FakeService) -> None:
    result = nerve("break", "openai", "--times", "3", "--match", "farewell")
    assert result.output == (
        "openai answers 500: the next 3 requests with 'farewell'; nerve mend openai undoes it\n"
    )
    assert service.asked[0][:2] == ("POST", "/control/openai")
    assert service.bodies == [
        {"times": 3, "status": 500, "delay_ms": 0, "drop_answer": None, "match": "farewell"}
    ]


def test_a_vendor_can_be_slow_until_it_is_mended(nerve: Nerve, service: FakeService) -> None:
    result = nerve("break", "stripe", "--always", "--delay-ms", "5000", "--drop-answer", "after")
    assert result.output == (
        "stripe waits 5000 ms and hangs up after the effect: all requests;"
        " nerve mend stripe undoes it\n"
    )
    assert service.bodies[0]["times"] is None
    assert service.bodies[0]["status"] is None


def test_a_vendor_is_mended(nerve: Nerve, service: FakeService) -> None:
    service.answer = {"cleared": 2}
    assert nerve("mend", "openai").output == "openai behaves: 2 rules forgotten\n"
    assert service.asked == [("DELETE", "/control/openai", b"")]
    service.answer = {"cleared": 1}
    assert nerve("mend", "openai").output == "openai behaves: 1 rule forgotten\n"


def test_all_vendors_are_mended_where_none_is_named(nerve: Nerve, service: FakeService) -> None:
    service.answer = {"cleared": 0}
    nerve("mend")
    assert [path.rsplit("/", 1)[1] for _, path, _ in service.asked] == [
        "openai", "postmark", "stripe", "slack",
    ]  # fmt: skip


def test_a_rule_that_makes_no_sense_is_refused_in_the_standins_words(
    nerve: Nerve, service: FakeService
) -> None:
    service.status = 422
    service.answer = {"errors": [{"field": "body", "message": "status and drop_answer exclude"}]}
    result = nerve("break", "slack", "--status", "429", "--drop-answer", "before")
    assert result.exit_code == 1
    assert result.stderr == ("nerve: The stand-in refuses: body: status and drop_answer exclude.\n")


def test_standins_that_are_not_there_are_one_sentence(
    nerve: Nerve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDINS_URL", "http://127.0.0.1:1")
    result = nerve("break", "openai")
    assert result.exit_code == 1
    assert result.stderr.startswith("nerve: STANDINS_URL: nothing answers at http://127.0.0.1:1;")


def test_health_says_what_is_there_and_what_to_do_about_the_rest(nerve: Nerve) -> None:
    result = nerve("health")
    assert result.output == HEALTH
    assert result.exit_code == 1


def test_a_service_that_answers_but_is_not_ready_is_told_apart(
    nerve: Nerve, service: FakeService
) -> None:
    service.status = 503
    assert "FAILS ingress    /ready answers 503; docker compose logs" in nerve("health").output
