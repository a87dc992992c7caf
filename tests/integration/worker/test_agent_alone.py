"""`python -m worker.agent`, with a stand-in for the model, a real Postgres and no engine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import psycopg
import pytest

PROGRAM = (
    "import runpy, sys; sys.modules['inngest'] = None; "
    "runpy.run_module('worker.agent', run_name='__main__', alter_sys=True)"
)
SECRETS = {
    "OPENAI_API_KEY": "sk-local-only",
    "POSTMARK_SERVER_TOKEN": "local-only",
    "STRIPE_API_KEY": "sk_test_local_only",
    "INNGEST_EVENT_KEY": "local-only",
    "INNGEST_SIGNING_KEY": "6c6f63616c2d6f6e6c79",
}


@pytest.fixture
def standins_url() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    settings = {"STANDINS_PORT": port, "STANDINS_HOST": "127.0.0.1", "STANDINS_DB": ""}
    process = subprocess.Popen([sys.executable, "-m", "standins"], env=os.environ | settings)
    try:
        yield _answering(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()


def _answering(url: str) -> str:
    for _ in range(100):
        try:
            if httpx.get(f"{url}/health").is_success:
                return url
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("the stand-ins did not start")


def agent(url: str, standins_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"APP_ENV": "local", "DATABASE_URL": url, "STANDINS_URL": standins_url, **SECRETS}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def audited(url: str) -> list[tuple[str, str | None]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT action, customer_id FROM audit_log ORDER BY seq"
        ).fetchall()


def test_the_agent_alone_prints_a_reply_and_writes_one_row(app_url: str, standins_url: str) -> None:
    done = agent(app_url, standins_url, "How do I change my plan?", "--from", "sara@example.com")

    assert done.returncode == 0, done.stderr
    assert "Hello Sara" in done.stdout
    assert audited(app_url) == [("email_received", "cus_sara")]


def test_the_agent_alone_leaves_a_refund_to_a_person(app_url: str, standins_url: str) -> None:
    done = agent(app_url, standins_url, "I was charged twice.", "--from", "sara@example.com")

    assert done.returncode == 0, done.stderr
    assert "would have to approve a refund: order ord_1002, 49.00 USD" in done.stdout
    assert audited(app_url) == [("email_received", "cus_sara")]


def test_a_model_that_is_away_is_said_in_one_line(app_url: str) -> None:
    done = agent(app_url, "http://127.0.0.1:1", "Hello")

    assert done.returncode == 1
    assert done.stderr == "worker.agent: the model could not be reached: APIConnectionError\n"


def test_missing_settings_are_named(app_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SECRETS, "OPENAI_API_KEY", "")
    done = agent(app_url, "http://127.0.0.1:1", "Hello")

    assert done.returncode == 1
    assert "OPENAI_API_KEY" in done.stderr
    assert "Traceback" not in done.stderr
