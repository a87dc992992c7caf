from collections.abc import AsyncIterator

import httpx
import pytest

from worker.app import create_app
from worker.settings import load

NOBODY = "127.0.0.1:9"  # the discard port: nothing listens there


@pytest.fixture
async def worker() -> AsyncIterator[httpx.AsyncClient]:
    """A started worker that can reach neither Postgres nor the engine."""
    settings = load(
        app_env="local",
        database_url=f"postgresql://nobody:nothing@{NOBODY}/nowhere",
        openai_api_key="sk-local-only",
        postmark_server_token="local-only",
        stripe_api_key="sk_test_local_only",
        inngest_event_key="local-only",
        inngest_signing_key="abcd",
        inngest_base_url=f"http://{NOBODY}",
    )
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://worker:8000"
        ) as client,
    ):
        yield client


async def test_it_lives_while_everything_else_is_down(worker: httpx.AsyncClient) -> None:
    response = await worker.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


async def test_it_is_not_ready_without_postgres_and_the_engine(worker: httpx.AsyncClient) -> None:
    response = await worker.get("/ready")
    assert response.status_code == 503
    assert response.json() == {
        "postgres": "does not answer",
        "engine": "has not confirmed our functions",
    }


async def test_an_unsigned_call_runs_nothing(worker: httpx.AsyncClient) -> None:
    response = await worker.post(
        "/api/inngest", params={"fnId": "nervous-worker-answer-email", "stepId": "step"}, json={}
    )
    assert response.status_code == 401


async def test_the_development_switch_of_the_library_does_not_switch_signatures_off(
    monkeypatch: pytest.MonkeyPatch, worker: httpx.AsyncClient
) -> None:
    monkeypatch.setenv("INNGEST_DEV", "1")
    response = await worker.post("/api/inngest", params={"fnId": "x", "stepId": "step"}, json={})
    assert response.status_code == 401


async def test_registration_that_fails_does_not_say_ok(worker: httpx.AsyncClient) -> None:
    response = await worker.put("/api/inngest")
    assert response.json().get("ok") is not True


async def test_the_metrics_say_that_the_engine_does_not_know_us(
    worker: httpx.AsyncClient,
) -> None:
    response = await worker.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    assert "worker_synced 0.0" in response.text


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/redoc"])
async def test_nothing_else_is_served(worker: httpx.AsyncClient, path: str) -> None:
    assert (await worker.get(path)).status_code == 404
