"""The gate, closed after the test so that its database can go."""

from collections.abc import Iterator

import pytest

from tests.integration.migrations.gate import Gate


@pytest.fixture
def gate(app_url: str, owner_url: str) -> Iterator[Gate]:
    gate = Gate(app_url, owner_url)
    yield gate
    gate.close()
