"""Where the platform runs, and which of its settings only a laptop may have."""

from enum import StrEnum

LOCAL_SECRETS = frozenset(
    {
        "local-only",
        "sk-local-only",
        "sk_test_local_only",
        "whsec_local_only",
        "whsec_bG9jYWwtb25seS1sb2NhbC1vbmx5LWxvY2FsLW9ubHk=",
        "6c6f63616c2d6f6e6c792d6c6f63616c2d6f6e6c792d6c6f63616c2d6f6e6c79",
    }
)
"""The secrets that come with the repository: known to everybody, so worth nothing."""

STANDIN_HOSTS = frozenset({"standins", "localhost", "127.0.0.1"})
"""Hosts on which a vendor's API is a stand-in."""


class AppEnv(StrEnum):
    """`local` runs on stand-ins and known secrets; `production` refuses both."""

    LOCAL = "local"
    PRODUCTION = "production"


def refusals(
    env: AppEnv, secrets: dict[str, str], urls: dict[str, str], database_url: str = ""
) -> list[str]:
    """Why these settings must not start: one sentence each, naming the setting, never its value.

    An empty secret is refused everywhere, since an empty key verifies anything. Secrets that are
    lists (rotation) are given whole, comma-separated; each member is looked at.
    """
    problems = []
    for setting, value in secrets.items():
        members = [member.strip() for member in value.split(",")]
        if not all(members):
            problems.append(f"{setting} is empty: set it to a secret")
        elif env is AppEnv.PRODUCTION and LOCAL_SECRETS.intersection(members):
            problems.append(
                f"{setting} is the default that comes with the repository: set your own"
            )
    if env is AppEnv.PRODUCTION:
        problems += [
            f"{setting} points at a stand-in: set the vendor's URL or remove it"
            for setting, url in urls.items()
            if _host(url) in STANDIN_HOSTS
        ]
        if _password(database_url) in LOCAL_SECRETS:
            problems.append(
                "DATABASE_URL has the password that comes with the repository: set a database of "
                "your own"
            )
    return problems


def _password(url: str) -> str:
    credentials, at, _ = url.split("://", 1)[-1].rpartition("@")
    return credentials.partition(":")[2] if at else ""


def _host(url: str) -> str:
    rest = url.split("://", 1)[-1].split("/", 1)[0]
    return rest.rsplit("@", 1)[-1].split(":", 1)[0].lower()
