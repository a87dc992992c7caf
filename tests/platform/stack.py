"""The whole platform in Compose, as a user would run it, beside whatever else is running."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

ROOT = Path(__file__).parents[2]
OVERRIDE = ROOT / "tests" / "platform" / "compose.test.yaml"
CUSTOMERS = ["sara", "omar", "mei", "luca", "nia"]


@dataclass
class Stack:
    """One Compose project with ports and settings of its own."""

    project: str = "nervous-test"
    ports: dict[str, int] = field(default_factory=lambda: free_ports())
    settings: dict[str, str] = field(default_factory=dict)

    def compose(
        self, *words: str, check: bool = True, timeout: float = 600, **settings: str
    ) -> str:
        """Run `docker compose …` for this project and return what it printed."""
        ports = {name: str(port) for name, port in self.ports.items()}
        done = subprocess.run(
            ["docker", "compose", "-p", self.project, "-f", str(ROOT / "compose.yaml"),
             "-f", str(OVERRIDE), "--project-directory", str(ROOT), *words],
            env={**os.environ, **ports, **self.settings, **settings},
            capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if check and done.returncode != 0:
            raise AssertionError(
                f"docker compose {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}"
            )
        return done.stdout

    def up(self, *services: str, **settings: str) -> None:
        """Bring services up and wait until they are healthy."""
        self.compose("up", "-d", "--wait", "--wait-timeout", "180", *services, **settings)

    def kill(self, service: str) -> None:
        """Signal 9, and it stays down until it is started."""
        self.compose("kill", "-s", "KILL", service)

    def start(self, *services: str) -> None:
        """Start what was killed or stopped, and wait until it is healthy."""
        self.compose("up", "-d", "--no-recreate", "--wait", "--wait-timeout", "180", *services)

    def ingress(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.ports['INGRESS_PORT']}{path}"

    def standins(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.ports['STANDINS_PORT']}{path}"

    def dashboard(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.ports['DASHBOARD_PORT']}{path}"

    def psql(self, sql: str) -> list[list[str]]:
        """The rows that a query by the runtime role gives, as text."""
        printed = self.compose(
            "exec", "-T", "-e", "PGPASSWORD=local-only", "postgres",
            "psql", "-h", "127.0.0.1", "-U", "nervous_app", "-d", "nervous",
            "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql,
        )  # fmt: skip
        return [line.split("\t") for line in printed.splitlines() if line]

    def count(self, sql: str) -> int:
        """The one number that a query gives."""
        return int(self.psql(sql)[0][0])

    def nerve(self, *words: str, check: bool = True) -> str:
        """What the operator's command line prints."""
        return self.compose("run", "--rm", "-T", "nerve", *words, check=check)

    def post_email(self, client: httpx.Client, message_id: str, **fields: Any) -> httpx.Response:
        """Post one inbound e-mail the way Postmark does."""
        return client.post(
            self.ingress("/webhooks/postmark/inbound"),
            json=email(message_id, **fields),
            auth=("postmark", "local-only"),
        )

    def post_emails(self, ids: Iterable[str], at_once: int = 10, **fields: Any) -> list[int]:
        """Post many, spread over the five customers, and return the status codes."""
        with httpx.Client(timeout=30) as client, ThreadPoolExecutor(at_once) as pool:

            def post(numbered: tuple[int, str]) -> int:
                number, message_id = numbered
                sender = f"{CUSTOMERS[number % 5]}@example.com"
                return self.post_email(
                    client, message_id, **{"sender": sender, **fields}
                ).status_code

            return list(pool.map(post, enumerate(ids)))

    def outbox(self) -> list[dict[str, Any]]:
        """What notpostmark sent, oldest first."""
        mails: list[dict[str, Any]] = httpx.get(self.standins("/postmark/outbox.json")).json()[
            "messages"
        ]
        return sorted(mails, key=lambda mail: mail["seq"])

    def wait_for(
        self, what: str, true: Callable[[], bool], seconds: float, every: float = 0.5
    ) -> float:
        """Wait until it is true; returns the seconds it took. Fails with the state of things."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            try:
                if true():
                    return time.monotonic() - started
            except (httpx.HTTPError, AssertionError, json.JSONDecodeError):
                pass
            time.sleep(every)
        raise AssertionError(f"after {seconds:.0f} s still not true: {what}\n{self.state()}")

    def state(self) -> str:
        """What is where, for a failed test's reader."""
        ps = self.compose("ps", "-a", check=False)
        worker = self.compose("logs", "--tail", "30", "worker", "ingress", check=False)
        return f"{ps}\n{worker}"


def free_ports() -> dict[str, int]:
    """A free port for each door, so that a test stack stands beside whatever else is running."""
    doors = ("INGRESS_PORT", "CONSOLE_PORT", "DASHBOARD_PORT", "STANDINS_PORT")
    with ExitStack() as probes:
        ports = {}
        for door in doors:
            probe = probes.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            ports[door] = int(probe.getsockname()[1])
        return ports


def email(
    message_id: str,
    sender: str = "sara@example.com",
    subject: str = "How do I change my plan?",
    text: str = "Hello, how do I change my plan to yearly billing? Thank you!",
    headers: Iterable[tuple[str, str]] = (),
) -> dict[str, Any]:
    """An inbound webhook's body as Postmark sends it."""
    name = sender.partition("@")[0].title()
    return {
        "FromName": name, "From": sender, "MessageStream": "inbound",
        "FromFull": {"Email": sender, "Name": name, "MailboxHash": ""},
        "To": "support@example.com", "OriginalRecipient": "support@example.com",
        "ToFull": [{"Email": "support@example.com", "Name": "", "MailboxHash": ""}],
        "Cc": "", "CcFull": [], "Bcc": "", "BccFull": [], "ReplyTo": "",
        "Subject": subject, "MessageID": message_id, "MailboxHash": "",
        "Date": "Mon, 05 Jan 2026 09:00:00 +0000", "TextBody": text, "HtmlBody": "",
        "StrippedTextReply": "", "Tag": "", "Attachments": [],
        "Headers": [
            {"Name": "Message-ID", "Value": f"<{message_id}@mail.example>"},
            *({"Name": key, "Value": value} for key, value in headers),
        ],
    }  # fmt: skip


def fresh_ids(count: int) -> list[str]:
    """Provider ids that nobody has used."""
    return [str(uuid4()) for _ in range(count)]
