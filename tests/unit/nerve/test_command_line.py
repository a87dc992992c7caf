"""What every command has in common."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from click.testing import Result

Nerve = Callable[..., Result]
COMMANDS = [
    ["send"], ["watch"], ["greet"], ["audit"], ["inbox"], ["inbox", "show"], ["inbox", "push"],
    ["outbox"], ["approvals"], ["approval"], ["approve"], ["reject"], ["reviewers"], ["refunds"],
    ["audit", "verify"], ["reconcile"], ["break"], ["mend"], ["health"],
]  # fmt: skip
READERS = [
    ["watch"], ["audit"], ["inbox"], ["inbox", "push", "--stuck"], ["outbox"], ["approvals"],
    ["approval", "7c0e"], ["approve", "7c0e"], ["reject", "7c0e"], ["reviewers"], ["refunds"],
    ["audit", "verify"],
]  # fmt: skip
HEAVY = ("httpx", "psycopg", "pydantic", "rich.table", "standardwebhooks")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(nerve: Nerve, command: list[str]) -> None:
    result = nerve(*command, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")


@pytest.mark.parametrize("command", [c for c in COMMANDS if len(c) == 1], ids=" ".join)
def test_every_command_has_examples(nerve: Nerve, command: list[str]) -> None:
    assert f"  Examples:\n    nerve {command[0]}" in nerve(*command, "--help").output


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_a_missing_database_url_is_named(nerve: Nerve, command: list[str]) -> None:
    result = nerve(*command)
    assert result.exit_code == 1
    assert result.stderr.startswith("nerve: DATABASE_URL is not set: ")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://me:geheim@127.0.0.1:1/x", "nerve: DATABASE_URL: Postgres cannot be used ("),
        ("geheim", "nerve: DATABASE_URL is not a postgresql:// URL."),
    ],
)
def test_an_unusable_database_is_one_sentence_without_the_password(
    nerve: Nerve, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    result = nerve("audit")
    assert result.exit_code == 1
    assert result.stderr.startswith(said)
    assert "geheim" not in result.output
    assert result.stderr.count("\n") == 1


def test_help_loads_nothing_that_only_a_command_needs() -> None:
    code = (
        f"import sys, nerve.app; nerve.app.build(); print([m for m in {HEAVY} if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
