"""Is everything there? One check per thing, each with what to do if not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx

from nerve.failures import Unusable
from nerve.queries.database import connected
from nerve.queries.listeners import listeners
from nerve.settings import Engine, Places, load

TIMEOUT_SECONDS = 3.0


@dataclass(frozen=True)
class Check:
    """`found` says what was seen, or what to do."""

    name: str
    ok: bool
    found: str


def checks(transport: httpx.BaseTransport | None = None) -> Iterator[Check]:
    """Ask everybody, the stores first, since the rest depends on them."""
    places = load(Places)
    yield _postgres()
    with httpx.Client(timeout=TIMEOUT_SECONDS, transport=transport) as client:
        yield _http(client, "ingress", "INGRESS_URL", places.ingress_url, "/ready")
        yield _asked("engine", lambda: _engine(client))
        yield _http(client, "worker", "WORKER_URL", places.worker_url, "/ready")
        yield _http(client, "standins", "STANDINS_URL", places.standins_url, "/health")
    yield _asked("listeners", _listeners)


def _http(client: httpx.Client, name: str, setting: str, url: str, path: str) -> Check:
    try:
        answer = client.get(url.rstrip("/") + path)
    except (httpx.TransportError, httpx.InvalidURL):
        return Check(
            name, False, f"{setting}: nothing answers at {url}; docker compose up -d {name}"
        )
    if answer.status_code == 200:
        return Check(name, True, f"{path} answers 200")
    return Check(
        name,
        False,
        f"{path} answers {answer.status_code}; docker compose logs --tail 50 {name} tells why",
    )


def _engine(client: httpx.Client) -> Check:
    found = _http(client, "inngest", "INNGEST_BASE_URL", load(Engine).inngest_base_url, "/health")
    return Check("engine", found.ok, found.found)


def _postgres() -> Check:
    def ask() -> Check:
        with connected() as connection:
            connection.execute("SELECT 1 FROM inbox LIMIT 1")
        return Check("postgres", True, "answers, and has our tables")

    return _asked("postgres", ask)


def _listeners() -> Check:
    with connected() as connection:
        found = listeners(connection)
    if not found:
        todo = "no function is announced: the worker has not started; docker compose up -d worker"
        return Check("listeners", False, todo)
    return Check("listeners", True, ", ".join(f"{fn} <- {event}" for event, fn in found))


def _asked(name: str, ask: Callable[[], Check]) -> Check:
    try:
        return ask()
    except Unusable as error:
        return Check(name, False, str(error))
