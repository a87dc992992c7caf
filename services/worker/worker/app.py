"""The worker as a web application: the engine calls it, and so do those who watch over it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
import inngest
import inngest.fast_api
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from worker import flows
from worker.bootstrap import BackOffice, open_back_office
from worker.flows.logbook import logbook
from worker.metrics import CONTENT_TYPE, Metrics
from worker.settings import Settings
from worker.sync import PATH, Sync

APP_ID = "nervous-worker"


def create_app(settings: Settings) -> FastAPI:
    """The application. Opens nothing until it is started, and closes what it opened."""
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_back_office(settings) as office:
            client = _client(settings, metrics)
            functions = flows.build(client, office.ports, settings.timings)
            inngest.fast_api.serve(
                app, client, functions, serve_origin=settings.worker_origin, serve_path=PATH
            )
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(app), base_url=settings.worker_origin
            ) as itself:
                sync = Sync(itself, lambda: office.announce(flows.listeners(functions)), metrics)
                _add_ready(app, office, sync)
                keeping = asyncio.create_task(sync.keep())
                try:
                    yield
                finally:
                    keeping.cancel()
                    with suppress(asyncio.CancelledError):
                        await keeping

    app = FastAPI(
        title="worker", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/metrics")
    async def page() -> Response:
        return Response(metrics.page(), media_type=CONTENT_TYPE)

    return app


def _client(settings: Settings, metrics: Metrics) -> inngest.Inngest:
    # is_production is about the kind of engine: signed calls, which INNGEST_DEV cannot switch off.
    return inngest.Inngest(
        app_id=APP_ID,
        is_production=True,
        api_base_url=settings.inngest_base_url,
        event_api_base_url=settings.inngest_base_url,
        event_key=settings.inngest_event_key.get_secret_value(),
        signing_key=settings.inngest_signing_key.get_secret_value(),
        middleware=[logbook(metrics)],
    )


def _add_ready(app: FastAPI, office: BackOffice, sync: Sync) -> None:
    @app.get("/ready")
    async def ready() -> JSONResponse:
        postgres = await office.reachable()
        state = {
            "postgres": "answers" if postgres else "does not answer",
            "engine": "knows us" if sync.done else "has not confirmed our functions",
        }
        return JSONResponse(state, status_code=200 if postgres and sync.done else 503)
