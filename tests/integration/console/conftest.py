"""The console as it runs in service, on a real Postgres, with two reviewers in front."""

from collections.abc import AsyncIterator, Iterator

import pytest
from fastapi import FastAPI

from console.app import create_app
from tests.integration.migrations.gate import Gate
from tests.unit.console.browser import Browser, settings


@pytest.fixture
def gate(app_url: str, owner_url: str) -> Iterator[Gate]:
    """Opens approvals, and sees what came of them."""
    made = Gate(app_url, owner_url)
    yield made
    made.close()


@pytest.fixture
async def app(app_url: str) -> AsyncIterator[FastAPI]:
    made = create_app(settings(database_url=app_url))
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture
async def rita(app: FastAPI, gate: Gate) -> AsyncIterator[Browser]:
    async for browser in _signed_in(app, "rita", "rita's pass:word"):
        yield browser


@pytest.fixture
async def sam(app: FastAPI, gate: Gate) -> AsyncIterator[Browser]:
    async for browser in _signed_in(app, "sam", "other"):
        yield browser


async def _signed_in(app: FastAPI, name: str, password: str) -> AsyncIterator[Browser]:
    browser = Browser(app)
    assert (await browser.sign_in(name, password)).status_code == 303
    yield browser
    await browser.client.aclose()
