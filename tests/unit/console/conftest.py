"""A console on fake records, and people in front of it."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from console.app import console
from tests.unit.console.browser import Browser, settings
from tests.unit.console.fakes import Clock, FakeRecords


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fakes() -> FakeRecords:
    return FakeRecords()


@pytest.fixture
def app(fakes: FakeRecords, clock: Clock) -> FastAPI:
    return console(settings(), fakes.records, clock)


@pytest.fixture
async def stranger(app: FastAPI) -> AsyncIterator[Browser]:
    """Nobody who is signed in."""
    browser = Browser(app)
    yield browser
    await browser.client.aclose()


@pytest.fixture
async def rita(app: FastAPI) -> AsyncIterator[Browser]:
    browser = Browser(app)
    await browser.sign_in()
    yield browser
    await browser.client.aclose()


@pytest.fixture
async def sam(app: FastAPI) -> AsyncIterator[Browser]:
    browser = Browser(app)
    await browser.sign_in("sam", "other")
    yield browser
    await browser.client.aclose()
