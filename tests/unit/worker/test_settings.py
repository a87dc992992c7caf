from datetime import timedelta

import pytest

from worker.settings import Settings, SettingsRefused, load

LOCAL = {
    "APP_ENV": "local",
    "DATABASE_URL": "postgresql://nervous_app:local-only@postgres/nervous",
    "OPENAI_API_KEY": "sk-local-only",
    "POSTMARK_SERVER_TOKEN": "local-only",
    "STRIPE_API_KEY": "sk_test_local_only",
    "INNGEST_EVENT_KEY": "local-only",
    "INNGEST_SIGNING_KEY": "6c6f63616c2d6f6e6c792d6c6f63616c2d6f6e6c792d6c6f63616c2d6f6e6c79",
}
PRODUCTION = {
    "APP_ENV": "production",
    "DATABASE_URL": "postgresql://app:s3cret@db.example/nervous",
    "OPENAI_API_KEY": "sk-real",
    "POSTMARK_SERVER_TOKEN": "real-token",
    "STRIPE_API_KEY": "sk_live_real",
    "SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T/B/x",
    "SUPPORT_ADDRESS": "help@shop.example",
    "INNGEST_EVENT_KEY": "real-event-key",
    "INNGEST_SIGNING_KEY": "ab" * 32,
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def loaded(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load()


def problems(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsRefused) as refused:
        loaded(monkeypatch, environment)
    return refused.value.problems


def test_a_laptop_needs_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, LOCAL)
    assert settings.openai_url == "http://standins:8090/openai/v1"
    assert settings.postmark_url == "http://standins:8090/postmark"
    assert settings.stripe_url == "http://standins:8090/stripe"
    assert settings.slack_url.startswith("http://standins:8090/slack/services/")
    assert settings.timings.refund_approval == timedelta(hours=4)
    assert settings.timings.greeting_pause == timedelta(seconds=15)


def test_a_key_of_ones_own_means_the_real_vendor(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, {**LOCAL, "OPENAI_API_KEY": "sk-mine"})
    assert settings.openai_url == "https://api.openai.com/v1"
    assert settings.postmark_url == "http://standins:8090/postmark"


def test_a_url_wins_over_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(
        monkeypatch,
        {**LOCAL, "OPENAI_API_KEY": "sk-mine", "OPENAI_BASE_URL": "http://ollama:11434/v1/"},
    )
    assert settings.openai_url == "http://ollama:11434/v1"


def test_production_starts_with_settings_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, PRODUCTION)
    assert settings.postmark_url == "https://api.postmarkapp.com"
    assert settings.stripe_url == "https://api.stripe.com"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("OPENAI_API_KEY", "sk-local-only"),
        ("POSTMARK_SERVER_TOKEN", "local-only"),
        ("STRIPE_API_KEY", "sk_test_local_only"),
        ("INNGEST_EVENT_KEY", "local-only"),
        ("INNGEST_SIGNING_KEY", LOCAL["INNGEST_SIGNING_KEY"]),
        ("OPENAI_BASE_URL", "http://standins:8090/openai/v1"),
        ("POSTMARK_API_BASE", "http://localhost:8090/postmark"),
        ("STRIPE_API_BASE", "http://standins:8090/stripe"),
        ("SLACK_WEBHOOK_URL", "http://standins:8090/slack"),
        ("SLACK_WEBHOOK_URL", ""),
        ("SUPPORT_ADDRESS", ""),
        ("INNGEST_DEV", "1"),
        ("INNGEST_DEV", "http://inngest:8288"),
        ("CRASH_AT", "mailbox.send:after"),
    ],
)
def test_production_refuses_what_only_a_laptop_may_have(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    found = problems(monkeypatch, {**PRODUCTION, setting: value})
    assert any(problem.startswith(setting) for problem in found)


def test_an_unset_environment_is_taken_for_production(monkeypatch: pytest.MonkeyPatch) -> None:
    without = {name: value for name, value in LOCAL.items() if name != "APP_ENV"}
    assert any("OPENAI_API_KEY" in problem for problem in problems(monkeypatch, without))


@pytest.mark.parametrize("setting", sorted(LOCAL.keys() - {"APP_ENV"}))
@pytest.mark.parametrize("empty", [True, False])
def test_a_missing_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, setting: str, empty: bool
) -> None:
    environment = {**LOCAL, setting: ""} if empty else {**LOCAL}
    if not empty:
        del environment[setting]
    assert problems(monkeypatch, environment) == [f"{setting} is missing: set it"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("APP_ENV", "staging"),
        ("DATABASE_URL", "mysql://root:hunter2@db/x"),
        ("WORKER_POOL_SIZE", "0"),
        ("WORKER_POOL_SIZE", "many"),
        ("REFUND_APPROVAL_TIMEOUT", "4 hours"),
        ("REFUND_APPROVAL_TIMEOUT", "0s"),
        ("GREETING_PAUSE", "soon"),
        ("REPLY_CAP_PER_HOUR", "0"),
        ("SUPPORT_ADDRESS", "Support <a@b>"),
        ("SUPPORT_ADDRESS", "a+b@example.com"),
        ("INNGEST_SIGNING_KEY", "signkey-prod-abcd"),
        ("INNGEST_SIGNING_KEY", "abc"),
        ("INNGEST_BASE_URL", "inngest:8288"),
        ("OPENAI_BASE_URL", "ollama"),
        ("STRIPE_API_BASE", "api.stripe.com"),
        ("CRASH_AT", "somewhere"),
    ],
)
def test_a_malformed_setting_is_named_and_its_value_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    [problem] = problems(monkeypatch, {**LOCAL, setting: value})
    assert problem.startswith(f"{setting}:")
    assert "hunter2" not in problem
    assert "prod-abcd" not in problem


def test_all_problems_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = problems(monkeypatch, {"GREETING_PAUSE": "soon"})
    assert len(found) == 7


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = repr(loaded(monkeypatch, PRODUCTION))
    for secret in (
        "s3cret",
        "sk-real",
        "real-token",
        "sk_live_real",
        "T/B/x",
        "real-event-key",
        "abab",
    ):
        assert secret not in shown
