"""One stack for all platform tests; skipped out loud where it cannot run."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform.stack import ROOT, Stack

ENGINE = "inngest/inngest:v1.43.0"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ours = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in ours:
        item.add_marker("platform")
        item.add_marker(pytest.mark.timeout(900))


def why_not() -> str | None:
    """Why the platform cannot be brought up on this machine, or None."""
    if shutil.which("docker") is None:
        return "Docker is not installed"
    if _fails("docker", "info"):
        return "the Docker engine does not answer"
    if _fails("docker", "compose", "version"):
        return "Docker Compose is not installed"
    if _fails("docker", "image", "inspect", ENGINE) and _fails("docker", "pull", "-q", ENGINE):
        return f"the engine's image {ENGINE} is not here and cannot be pulled"
    return None


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The platform, up and healthy, gone afterwards with its volumes."""
    if reason := why_not():
        pytest.skip(f"NOT TESTED ON THE REAL ENGINE: {reason}")
    stack = Stack(os.environ.get("TEST_PROJECT", "nervous-test"))
    stack.compose("--profile", "tools", "down", "-v", "--remove-orphans", check=False)
    try:
        stack.compose("--profile", "tools", "build", timeout=1200)
        stack.up()
        yield stack
    finally:
        stack.compose("--profile", "tools", "down", "-v", "--remove-orphans", check=False)


@pytest.fixture(scope="module", autouse=True)
def ordinary_worker(stack: Stack) -> None:
    """Each file begins with the test settings as they are, whatever the one before it changed."""
    stack.up("worker")


def _fails(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=60, cwd=ROOT).returncode != 0
    except subprocess.TimeoutExpired:
        return True
