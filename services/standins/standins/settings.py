"""What the stand-ins can be told from outside."""

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """`STANDINS_DB` is a file that outlives a restart; empty means memory only."""

    standins_db: str = ""
    standins_host: str = "0.0.0.0"  # noqa: S104 - inside a container; Compose publishes loopback
    standins_port: int = 8090
