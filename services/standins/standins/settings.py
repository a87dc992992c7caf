"""What the stand-ins can be told from outside."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """`STANDINS_DB` is a file that outlives a restart; empty means memory only.

    `INGRESS_URL` is where webhooks are sent; without it, or without the secret that signs them,
    a vendor sends none.
    """

    standins_db: str = ""
    standins_host: str = "0.0.0.0"  # noqa: S104 - inside a container; Compose publishes loopback
    standins_port: int = 8090
    ingress_url: str = ""
    stripe_webhook_secret: SecretStr = SecretStr("")
