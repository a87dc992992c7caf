"""What nerve is told by its environment, one class per thing it talks to."""

from typing import TypeVar

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.deployment import LOCAL_SECRETS
from nerve.failures import Unusable


class FromEnvironment(BaseSettings):
    """Reads environment variables only; an empty one counts as missing."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)


class Places(FromEnvironment):
    """Where the services are, seen from here, and which ports a browser finds them on."""

    ingress_url: str = "http://ingress:8000"
    worker_url: str = "http://worker:8000"
    standins_url: str = "http://standins:8090"
    standins_port: int = 8090
    dashboard_port: int = 8288

    @property
    def outbox_page(self) -> str:
        return f"http://localhost:{self.standins_port}/postmark/"

    @property
    def dashboard_page(self) -> str:
        return f"http://localhost:{self.dashboard_port}"


class Database(FromEnvironment):
    database_url: SecretStr


class Engine(FromEnvironment):
    inngest_base_url: str = "http://inngest:8288"
    inngest_signing_key: SecretStr


class StripeSecret(FromEnvironment):
    """A comma list while a secret is rolled; its first member signs."""

    stripe_webhook_secret: SecretStr


class StripeBooks(FromEnvironment):
    """Where Stripe's own books are read."""

    stripe_api_key: SecretStr
    stripe_api_base: str | None = None
    standins_url: str = "http://standins:8090"

    @property
    def url(self) -> str:
        """The address given; else Stripe's, unless the key is the one that everybody knows."""
        if self.stripe_api_base is not None:
            return self.stripe_api_base.rstrip("/")
        if self.stripe_api_key.get_secret_value() in LOCAL_SECRETS:
            return f"{self.standins_url.rstrip('/')}/stripe"
        return "https://api.stripe.com"


class AdminSecret(FromEnvironment):
    """A comma list while a secret is rolled; its first member signs."""

    admin_webhook_secret: SecretStr


class PostmarkCredentials(FromEnvironment):
    postmark_webhook_user: str
    postmark_webhook_password: SecretStr


class JsonToken(FromEnvironment):
    json_webhook_token: SecretStr


Chosen = TypeVar("Chosen", bound=FromEnvironment)


def load(settings: type[Chosen]) -> Chosen:
    """The settings of one class.

    Raises:
        Unusable: one is missing or wrong; the sentence names it and never repeats a value.
    """
    try:
        return settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]).upper()
        if first["type"] == "missing":
            raise Unusable(
                f"{name} is not set: give it the same value that the platform runs with"
                " (docker compose run --rm nerve does)."
            ) from None
        raise Unusable(f"{name} is not usable: {first['msg']}.") from None


def first_of(secret: SecretStr) -> str:
    """The member of a comma list that is in use for signing."""
    return secret.get_secret_value().split(",")[0].strip()
