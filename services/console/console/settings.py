"""The console's settings, from the environment."""

import re
from typing import Self

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.deployment import AppEnv, refusals

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_REVIEWER = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
_SHORTEST_SECRET = 32


class BadSettings(Exception):
    """The console must not start; `problems` are one sentence each and hold no setting's value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """Secrets have no defaults; `compose.yaml` brings local ones."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    app_env: AppEnv = AppEnv.PRODUCTION
    database_url: SecretStr
    console_reviewers: SecretStr
    console_session_secret: SecretStr
    console_confirm_cents: int = Field(default=50_000, ge=0)
    console_hosts: str = ""
    dashboard_port: int = Field(default=8288, ge=1, le=65535)
    ingress_url: str = "http://ingress:8000"
    postmark_webhook_user: SecretStr = SecretStr("")
    postmark_webhook_password: SecretStr = SecretStr("")
    json_webhook_token: SecretStr = SecretStr("")

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
        secret = self.console_session_secret.get_secret_value()
        found = [f"CONSOLE_REVIEWERS: {problem}" for problem in self._reviewer_problems()]
        found += refusals(
            self.app_env,
            {
                "CONSOLE_REVIEWERS": ",".join(self.passwords.values()),
                "CONSOLE_SESSION_SECRET": secret,
            },
            urls={},
        )
        if self.app_env is AppEnv.PRODUCTION and len(secret) < _SHORTEST_SECRET and not found:
            found.append(
                f"CONSOLE_SESSION_SECRET has fewer than {_SHORTEST_SECRET} characters:"
                " set one from `openssl rand -hex 32`"
            )
        if not _is_postgres_url(self.database_url.get_secret_value()):
            found.append("DATABASE_URL is not a URL that starts with postgresql://")
        return found

    @property
    def passwords(self) -> dict[str, str]:
        """Each reviewer's password, by the reviewer's id."""
        pairs = (entry.strip().partition(":") for entry in self._reviewer_entries())
        return {name: password for name, _, password in pairs}

    @property
    def may_try(self) -> bool:
        """Whether there are buttons that send fake webhooks: on a laptop, with the secrets."""
        secrets = (self.postmark_webhook_password, self.json_webhook_token)
        return self.app_env is AppEnv.LOCAL and all(each.get_secret_value() for each in secrets)

    @property
    def hosts(self) -> frozenset[str]:
        """The host names, without a port, under which the console answers."""
        named = (host.strip().lower() for host in self.console_hosts.split(","))
        return LOOPBACK | {host for host in named if host}

    def _reviewer_entries(self) -> list[str]:
        return self.console_reviewers.get_secret_value().split(",")

    def _reviewer_problems(self) -> list[str]:
        names = [entry.strip().partition(":")[0] for entry in self._reviewer_entries()]
        found = []
        if not all(map(_REVIEWER.fullmatch, names)):
            found.append("write name:password,name:password with names as in table reviewers")
        if len(set(names)) < len(names):
            found.append("a name is there twice: give each reviewer one password")
        return found


def _is_postgres_url(url: str) -> bool:
    if not url.startswith(("postgresql://", "postgres://")):
        return False
    try:
        conninfo_to_dict(url)
    except ProgrammingError:
        return False
    return True


def _missing_or_malformed(error: ValidationError) -> list[str]:
    found = []
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        name = str(problem["loc"][0]).upper()
        if problem["type"] == "missing":
            found.append(f"{name} is missing or empty: set it")
        else:
            found.append(f"{name}: {problem['msg']}")
    return found
