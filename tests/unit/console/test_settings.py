"""The console does not start on settings that would let anybody in."""

import os
import subprocess
import sys

import pytest

from console.settings import BadSettings, Settings

GOOD = {
    "APP_ENV": "production",
    "DATABASE_URL": "postgresql://app:pw@db.example.com/nervous",
    "CONSOLE_REVIEWERS": "rita:a-password:with-colon, sam:another",
    "CONSOLE_SESSION_SECRET": "s" * 32,
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_good_settings_start(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("CONSOLE_HOSTS", "Console.Example, other.example")

    settings = Settings.load()

    assert settings.passwords == {"rita": "a-password:with-colon", "sam": "another"}
    assert settings.hosts >= {"localhost", "console.example", "other.example"}
    assert settings.console_confirm_cents == 50_000


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("CONSOLE_REVIEWERS", "", "CONSOLE_REVIEWERS is missing or empty"),
        ("CONSOLE_REVIEWERS", "rita:", "CONSOLE_REVIEWERS is empty"),
        ("CONSOLE_REVIEWERS", "rita", "CONSOLE_REVIEWERS is empty"),
        ("CONSOLE_REVIEWERS", "rita:a,rita:b", "CONSOLE_REVIEWERS: a name is there twice"),
        ("CONSOLE_REVIEWERS", "Rita!:a", "CONSOLE_REVIEWERS: write name:password"),
        ("CONSOLE_REVIEWERS", "rita:mine,sam:local-only", "CONSOLE_REVIEWERS is the default"),
        ("CONSOLE_SESSION_SECRET", "", "CONSOLE_SESSION_SECRET is missing or empty"),
        ("CONSOLE_SESSION_SECRET", "   ", "CONSOLE_SESSION_SECRET is empty"),
        ("CONSOLE_SESSION_SECRET", "local-only", "CONSOLE_SESSION_SECRET is the default"),
        ("CONSOLE_SESSION_SECRET", "short", "CONSOLE_SESSION_SECRET has fewer than 32"),
        ("CONSOLE_CONFIRM_CENTS", "-1", "CONSOLE_CONFIRM_CENTS: "),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL is not a URL"),
    ],
)
def test_what_must_not_be_is_named_and_not_repeated(
    environment: pytest.MonkeyPatch, name: str, value: str, problem: str
) -> None:
    environment.setenv(name, value)

    with pytest.raises(BadSettings) as refused:
        Settings.load()

    assert refused.value.problems[0].startswith(problem)
    assert "mine" not in str(refused.value)


def test_on_a_laptop_the_repositorys_secrets_will_do(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("APP_ENV", "local")
    environment.setenv("CONSOLE_REVIEWERS", "rita:local-only")
    environment.setenv("CONSOLE_SESSION_SECRET", "local-only")

    assert Settings.load().passwords == {"rita": "local-only"}


def test_the_command_says_every_problem_on_a_line_and_exits_with_1() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "console"],
        env={"PATH": os.environ["PATH"], **GOOD, "CONSOLE_REVIEWERS": "rita:local-only"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith("console does not start: CONSOLE_REVIEWERS is the default")
