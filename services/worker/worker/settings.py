"""What the environment says about this deployment, checked before anything starts."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.deployment import LOCAL_SECRETS, AppEnv, refusals
from worker.crash_points import CrashPoint
from worker.domain.refund import RefundPolicy
from worker.duration import duration
from worker.timings import Timings

Duration = Annotated[timedelta, BeforeValidator(lambda value: _as_duration(value))]
FALSE = frozenset({"", "0", "false"})
EXAMPLE_ADDRESS = "support@example.com"


class SettingsRefused(Exception):
    """The worker must not start like this: `problems` has one sentence for each reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """One field per environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    app_env: AppEnv = AppEnv.PRODUCTION
    database_url: SecretStr
    worker_pool_size: int = Field(default=15, ge=1, le=50)
    """Connections of the one pool per process, never exceeded.

    Postgres takes 100. The engine and ingress have most of them; a second worker brings its own.
    """

    standins_url: str = "http://standins:8090"
    openai_api_key: SecretStr
    openai_base_url: str | None = None
    openai_model: str = "gpt-5-mini"
    postmark_server_token: SecretStr
    postmark_api_base: str | None = None
    stripe_api_key: SecretStr
    stripe_api_base: str | None = None
    slack_webhook_url: SecretStr | None = None
    support_address: str = EXAMPLE_ADDRESS
    reply_cap_per_hour: int | None = Field(default=None, ge=1)
    reply_cap_per_day: int | None = Field(default=None, ge=1)
    """Replies to one sender. Unset: 10 and 30; 2,000 and 10,000 where floods are played with."""

    inngest_base_url: str = "http://inngest:8288"
    inngest_event_key: SecretStr
    inngest_signing_key: SecretStr
    inngest_dev: str = ""
    worker_origin: str = "http://worker:8000"
    """Where the engine reaches this worker."""
    worker_port: int = Field(default=8000, ge=1, le=65535)

    refund_approval_timeout: Duration = timedelta(hours=4)
    refund_approval_threshold_cents: int = Field(default=0, ge=0)
    refund_four_eyes_cents: int = Field(default=100_000, ge=1)
    refund_daily_customer_cents: int = Field(default=1_000_000, ge=0)
    refund_daily_total_cents: int = Field(default=10_000_000, ge=0)
    greeting_pause: Duration = timedelta(seconds=15)

    crash_at: CrashPoint | None = None
    """For survival tests: die there, once."""
    crash_marker: str = "/tmp/worker-crashed"  # noqa: S108 - holds nothing, decides nothing
    """The file that says that it has died."""

    @field_validator("crash_at", mode="before")
    @classmethod
    def _crash_point(cls, value: object) -> object:
        return CrashPoint.read(value) if isinstance(value, str) else value

    @field_validator(
        "standins_url",
        "openai_base_url",
        "postmark_api_base",
        "stripe_api_base",
        "inngest_base_url",
        "worker_origin",
    )
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"https?://[^/]", value):
            raise ValueError("must be a URL that starts with http:// or https://")
        return value

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("must start with postgresql://")
        return value

    @field_validator("inngest_signing_key")
    @classmethod
    def _bare_hex(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"([0-9a-fA-F]{2})+", value.get_secret_value()):
            raise ValueError("must be bare hex of even length, without a signkey- prefix")
        return value

    @field_validator("support_address")
    @classmethod
    def _one_address(cls, value: str) -> str:
        if not re.fullmatch(r"[^\s@<>,+]+@[^\s@<>,]+", value):
            raise ValueError("must be one plain address without a +tag")
        return value.lower()

    @property
    def openai_url(self) -> str:
        """Where the model is."""
        return self._vendor_url(
            self.openai_base_url, self.openai_api_key, "https://api.openai.com/v1", "openai/v1"
        )

    @property
    def postmark_url(self) -> str:
        """Where replies are handed over."""
        return self._vendor_url(
            self.postmark_api_base,
            self.postmark_server_token,
            "https://api.postmarkapp.com",
            "postmark",
        )

    @property
    def stripe_url(self) -> str:
        """Where refunds are made."""
        return self._vendor_url(
            self.stripe_api_base, self.stripe_api_key, "https://api.stripe.com", "stripe"
        )

    @property
    def slack_url(self) -> str:
        """Where reviewers are told."""
        if self.slack_webhook_url is not None:
            return self.slack_webhook_url.get_secret_value()
        return f"{self.standins_url.rstrip('/')}/slack/services/T000/B000/local"

    @property
    def refund_policy(self) -> RefundPolicy:
        """What needs whose leave, and how much may go out at all."""
        return RefundPolicy(
            self.refund_approval_threshold_cents,
            self.refund_four_eyes_cents,
            self.refund_daily_customer_cents,
            self.refund_daily_total_cents,
        )

    @property
    def reply_caps(self) -> tuple[int, int]:
        """Replies to one sender at the most, per hour and per day."""
        hour, day = (10, 30) if self.app_env is AppEnv.PRODUCTION else (2_000, 10_000)
        return self.reply_cap_per_hour or hour, self.reply_cap_per_day or day

    @property
    def timings(self) -> Timings:
        """How long the flows wait."""
        return Timings(self.refund_approval_timeout, self.greeting_pause)

    def _vendor_url(self, chosen: str | None, key: SecretStr, real: str, standin: str) -> str:
        if chosen is not None:
            return chosen.rstrip("/")
        if key.get_secret_value() in LOCAL_SECRETS:
            return f"{self.standins_url.rstrip('/')}/{standin}"
        return real


def load(**given: Any) -> Settings:
    """The settings, from the environment.

    Raises:
        SettingsRefused: something is missing, malformed, or not allowed in production.
    """
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise SettingsRefused([_sentence(problem) for problem in error.errors()]) from None
    if problems := _refusals(settings):
        raise SettingsRefused(problems)
    return settings


def _refusals(settings: Settings) -> list[str]:
    problems = refusals(
        settings.app_env,
        secrets={
            "OPENAI_API_KEY": settings.openai_api_key.get_secret_value(),
            "POSTMARK_SERVER_TOKEN": settings.postmark_server_token.get_secret_value(),
            "STRIPE_API_KEY": settings.stripe_api_key.get_secret_value(),
            "INNGEST_EVENT_KEY": settings.inngest_event_key.get_secret_value(),
            "INNGEST_SIGNING_KEY": settings.inngest_signing_key.get_secret_value(),
        },
        urls={
            "OPENAI_BASE_URL": settings.openai_url,
            "POSTMARK_API_BASE": settings.postmark_url,
            "STRIPE_API_BASE": settings.stripe_url,
            "SLACK_WEBHOOK_URL": settings.slack_url,
        },
        database_url=settings.database_url.get_secret_value(),
    )
    if settings.app_env is AppEnv.PRODUCTION:
        if settings.inngest_dev.lower() not in FALSE:
            problems.append("INNGEST_DEV switches signatures off: remove it")
        if settings.crash_at is not None:
            problems.append("CRASH_AT kills the worker on purpose: remove it")
        if settings.support_address == EXAMPLE_ADDRESS:
            problems.append(
                "SUPPORT_ADDRESS is the example: set the address that replies come from"
            )
    return problems


def _sentence(problem: Any) -> str:
    name = str(problem["loc"][0]).upper()
    if problem["type"] == "missing":
        return f"{name} is missing: set it"
    return f"{name}: {problem['msg'].removeprefix('Value error, ')}"


def _as_duration(value: object) -> object:
    return duration(value) if isinstance(value, str) else value
