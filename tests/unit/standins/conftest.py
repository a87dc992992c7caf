"""The stand-ins, in the test's own process or behind a real port."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from standins.app import create_app
from standins.settings import Settings
from tests.unit.standins.running import running


@pytest.fixture
def client() -> Iterator[TestClient]:
    """Calls the application without a network."""
    with TestClient(create_app(Settings(standins_db="")), base_url="http://standins") as client:
        yield client


@pytest.fixture
def live_url() -> Iterator[str]:
    """Where the stand-ins listen on this machine, as `python -m standins` would run them."""
    with running(create_app(Settings(standins_db=""))) as url:
        yield url
