"""A Compose project of its own for a benchmark, with what the platform is compared to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.platform.stack import ROOT, Stack

BARE = ROOT / "bench" / "compose.bench.yaml"
# Stand-ins only, whatever the shell or .env says: a benchmark's mail must not go out.
EMPTY = (
    "APP_ENV", "DATABASE_URL", "INNGEST_BASE_URL", "INNGEST_TICK", "MIGRATIONS_DATABASE_URL",
    "OPENAI_API_KEY", "OPENAI_BASE_URL", "POSTMARK_API_BASE", "POSTMARK_SERVER_TOKEN",
    "SLACK_WEBHOOK_URL", "STRIPE_API_BASE", "STRIPE_API_KEY",
)  # fmt: skip
LOCAL = {
    **dict.fromkeys(EMPTY, ""),
    "POSTMARK_WEBHOOK_USER": "postmark",
    "POSTMARK_WEBHOOK_PASSWORD": "local-only",
}


@dataclass
class Rig(Stack):
    """The platform, and beside it the bare echo and the bare worker."""

    def compose(
        self, *words: str, check: bool = True, timeout: float = 600, **settings: str
    ) -> str:
        return super().compose(
            "-f", str(BARE), *words, check=check, timeout=timeout, **settings
        )  # fmt: skip

    def bare(self, service: str) -> tuple[str, int]:
        """Host and port of a bare service; Docker chose the port."""
        host, _, port = self.compose("port", service, "8000").strip().rpartition(":")
        return host, int(port)

    def remove(self, *words: str) -> None:
        """Take everything away, volumes included."""
        down = ("--profile", "tools", "--profile", "bench", "down", "-v", "--remove-orphans")
        self.compose(*down, *words, check=False)


@contextmanager
def rig() -> Iterator[Rig]:
    """Images built, nothing started; nothing is left of it afterwards."""
    made = Rig("nervous-bench", settings=dict(LOCAL))
    made.remove()
    try:
        made.compose("build", timeout=1200)
        yield made
    finally:
        made.remove("--rmi", "local", "-t", "1")
