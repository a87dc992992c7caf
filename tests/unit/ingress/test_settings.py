"""Ingress does not start on settings that would let anybody in."""

import os
import subprocess
import sys

import pytest

from ingress.settings import BadSettings, Settings
from tests.unit.ingress import senders

GOOD = {
    "APP_ENV": "production",
    "DATABASE_URL": "postgresql://app:pw@db.example.com/nervous?sslmode=require",
    "INNGEST_BASE_URL": "http://inngest:8288",
    "INNGEST_EVENT_KEY": "an-event-key",
    "STRIPE_WEBHOOK_SECRET": "whsec_one, whsec_two",
    "POSTMARK_WEBHOOK_USER": "postmark",
    "POSTMARK_WEBHOOK_PASSWORD": "a-password",
    "ADMIN_WEBHOOK_SECRET": senders.ADMIN_SECRET,
    "JSON_WEBHOOK_TOKEN": "a-token",
}
SECRETS = [
    "INNGEST_EVENT_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "POSTMARK_WEBHOOK_PASSWORD",
    "ADMIN_WEBHOOK_SECRET",
    "JSON_WEBHOOK_TOKEN",
]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in list(os.environ):
        if name.upper() in {field.upper() for field in Settings.model_fields}:
            monkeypatch.delenv(name)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def _problems() -> list[str]:
    with pytest.raises(BadSettings) as refused:
        Settings.load()
    return refused.value.problems


def test_good_settings_start(environment: pytest.MonkeyPatch) -> None:
    settings = Settings.load()

    assert settings.stripe_webhook_secrets == ["whsec_one", "whsec_two"]
    assert settings.stripe_livemode is False


@pytest.mark.parametrize("name", [*SECRETS, "POSTMARK_WEBHOOK_USER", "DATABASE_URL"])
@pytest.mark.parametrize("value", [None, ""])
def test_what_is_missing_or_empty_is_named(
    environment: pytest.MonkeyPatch, name: str, value: str | None
) -> None:
    if value is None:
        environment.delenv(name)
    else:
        environment.setenv(name, value)

    assert _problems() == [f"{name} is missing or empty: set it"]


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_of_spaces_is_no_secret(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.setenv(name, "  ")

    assert f"{name} is empty: set it to a secret" in _problems()


@pytest.mark.parametrize("name", SECRETS)
def test_production_refuses_the_repositorys_secrets(
    environment: pytest.MonkeyPatch, name: str
) -> None:
    local = {
        "STRIPE_WEBHOOK_SECRET": "whsec_mine,whsec_local_only",
        "ADMIN_WEBHOOK_SECRET": "whsec_bG9jYWwtb25seS1sb2NhbC1vbmx5LWxvY2FsLW9ubHk=",
    }.get(name, "local-only")
    environment.setenv(name, local)

    assert _problems() == [f"{name} is the default that comes with the repository: set your own"]
    environment.setenv("APP_ENV", "local")
    Settings.load()


@pytest.mark.parametrize("value", ["1", "true", "http://localhost:8288", "yes"])
def test_production_refuses_the_engines_dev_mode(
    environment: pytest.MonkeyPatch, value: str
) -> None:
    environment.setenv("INNGEST_DEV", value)

    assert _problems() == ["INNGEST_DEV is set: it turns the engine's checks off, so remove it"]


@pytest.mark.parametrize("value", ["0", "false", ""])
def test_dev_mode_that_is_off_is_off(environment: pytest.MonkeyPatch, value: str) -> None:
    environment.setenv("INNGEST_DEV", value)

    Settings.load()


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("APP_ENV", "staging", "APP_ENV: Input should be 'local' or 'production'"),
        ("STRIPE_LIVEMODE", "perhaps", "STRIPE_LIVEMODE: Input should be a valid boolean"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL is not a URL that starts with postgresql://"),
        ("DATABASE_URL", "postgresql://h/d?no=1", "DATABASE_URL is not a URL"),
        ("INNGEST_BASE_URL", "inngest:8288", "INNGEST_BASE_URL is not a URL that starts with"),
        ("ADMIN_WEBHOOK_SECRET", "hunter2", "ADMIN_WEBHOOK_SECRET does not start with whsec_"),
        ("ADMIN_WEBHOOK_SECRET", "whsec_a", "ADMIN_WEBHOOK_SECRET is not base64 after whsec_"),
    ],
)
def test_what_is_malformed_is_named_but_not_repeated(
    environment: pytest.MonkeyPatch, name: str, value: str, problem: str
) -> None:
    environment.setenv(name, value)

    (only,) = _problems()
    assert only.startswith(problem)
    assert value not in only


def test_the_command_says_every_problem_on_a_line_and_exits_with_1() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "ingress"],
        env={
            "PATH": os.environ["PATH"],
            **GOOD,
            "JSON_WEBHOOK_TOKEN": "local-only",
            "ADMIN_WEBHOOK_SECRET": "a-secret-of-mine",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 1
    lines = ended.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("ingress does not start: ") for line in lines)
    assert "Traceback" not in ended.stderr
    assert "a-secret-of-mine" not in ended.stderr
