"""Ingress's settings, from the environment."""

from typing import Self

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.deployment import AppEnv, refusals
from ingress.signatures.standard import secret_problem


class BadSettings(Exception):
    """Ingress must not start; `problems` are one sentence each and hold no setting's value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """Secrets have no defaults; `compose.yaml` brings local ones."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    app_env: AppEnv = AppEnv.PRODUCTION
    database_url: SecretStr
    inngest_base_url: str
    inngest_event_key: SecretStr
    inngest_dev: str = ""
    stripe_webhook_secret: SecretStr
    stripe_livemode: bool = False
    postmark_webhook_user: SecretStr
    postmark_webhook_password: SecretStr
    admin_webhook_secret: SecretStr
    json_webhook_token: SecretStr

    @classmethod
    def load(cls) -> Self:
        """The settings of this environment.

        Raises:
            BadSettings: something is missing, malformed, or not allowed where this runs.
        """
        try:
            settings = cls()
        except ValidationError as error:
            raise BadSettings(_missing_or_malformed(error)) from None
        if problems := settings.problems():
            raise BadSettings(problems)
        return settings

    def problems(self) -> list[str]:
        """Why these settings must not start."""
        secrets = {
            name.upper(): value.get_secret_value()
            for name, value in self
            if isinstance(value, SecretStr)
            and name not in ("database_url", "postmark_webhook_user")
        }
        database_url = self.database_url.get_secret_value()
        found = refusals(self.app_env, secrets, {}, database_url)
        found += [
            f"ADMIN_WEBHOOK_SECRET {problem}: it must be a Standard Webhooks secret"
            for problem in map(secret_problem, self.admin_webhook_secrets)
            if problem
        ]
        if not _is_postgres_url(database_url):
            found.append("DATABASE_URL is not a URL that starts with postgresql://")
        if not self.inngest_base_url.startswith(("http://", "https://")):
            found.append("INNGEST_BASE_URL is not a URL that starts with http:// or https://")
        if self.app_env is AppEnv.PRODUCTION and _is_truthy(self.inngest_dev):
            found.append("INNGEST_DEV is set: it turns the engine's checks off, so remove it")
        return found

    @property
    def stripe_webhook_secrets(self) -> list[str]:
        """All that are in force: two while one is rolled."""
        return _members(self.stripe_webhook_secret)

    @property
    def admin_webhook_secrets(self) -> list[str]:
        """All that are in force: two while one is rolled."""
        return _members(self.admin_webhook_secret)


def _members(secret: SecretStr) -> list[str]:
    return [member.strip() for member in secret.get_secret_value().split(",") if member.strip()]


def _is_postgres_url(url: str) -> bool:
    if not url.startswith(("postgresql://", "postgres://")):
        return False
    try:
        conninfo_to_dict(url)
    except ProgrammingError:
        return False
    return True


def _is_truthy(value: str) -> bool:
    """As the engine's library reads INNGEST_DEV: a URL counts as yes."""
    return value.strip().lower() not in ("", "0", "false")


def _missing_or_malformed(error: ValidationError) -> list[str]:
    found = []
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        name = str(problem["loc"][0]).upper()
        if problem["type"] == "missing":
            found.append(f"{name} is missing or empty: set it")
        else:
            found.append(f"{name}: {problem['msg']}")
    return found
