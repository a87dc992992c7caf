"""The command line in an environment of its own, and services for it to talk to."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from nerve.app import build

SECRETS = {
    "STRIPE_WEBHOOK_SECRET": "whsec_the_newest,whsec_the_old_one",
    "ADMIN_WEBHOOK_SECRET": "whsec_YW4gYWRtaW4gc2VjcmV0IG9mIHNvbWUgbGVuZ3Ro",
    "POSTMARK_WEBHOOK_USER": "postmark",
    "POSTMARK_WEBHOOK_PASSWORD": "a-password",
    "JSON_WEBHOOK_TOKEN": "a-token",
    "INNGEST_SIGNING_KEY": "abcd",
}
INBOX_ID = "2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c"


@dataclass
class FakeService:
    """Answers every request the same, and remembers what it was asked."""

    status: int = 200
    answer: Any = field(default_factory=lambda: {"status": "accepted", "inbox_id": INBOX_ID})
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)
    url: str = ""

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for _, _, body in self.asked]


class Server(ThreadingHTTPServer):
    """Takes as many connections at once as nerve opens; the default of 5 resets the rest."""

    request_queue_size = 128


@pytest.fixture
def service() -> Iterator[FakeService]:
    fake = FakeService()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            fake.asked.append((self.command, self.path, body))
            answer = json.dumps(fake.answer, ensure_ascii=False).encode()
            self.send_response(fake.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET = do_DELETE = answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = Server(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield fake
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "INGRESS_URL", "STANDINS_URL", "WORKER_URL", "INNGEST_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def nerve() -> Callable[..., Result]:
    """Runs a command as a shell would, without a terminal."""
    runner = CliRunner()

    def run(*arguments: str) -> Result:
        return runner.invoke(build(), list(arguments))

    return run
