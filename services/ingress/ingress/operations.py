"""What an operator's tools ask: does the process live, can it accept, how is it doing."""

import asyncio
from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from psycopg import Error
from starlette.responses import JSONResponse, Response

from ingress.filing import Inbox
from ingress.metrics import CONTENT_TYPE, Metrics

_SCRAPE_SECONDS = 2.0


def operations(
    inbox: Inbox, metrics: Metrics, unsettled: Callable[[], Awaitable[tuple[int, float]]]
) -> APIRouter:
    """The routes for them. `unsettled` is `PostgresOutbox.unsettled`."""
    router = APIRouter()

    @router.get("/health")
    async def health() -> Response:
        return JSONResponse({"status": "alive"})

    @router.get("/ready")
    async def ready() -> Response:
        if await inbox.answers():
            return JSONResponse({"status": "ready"})
        return JSONResponse({"error": "Postgres does not answer"}, 503, {"Retry-After": "5"})

    @router.get("/metrics")
    async def scrape() -> Response:
        try:
            async with asyncio.timeout(_SCRAPE_SECONDS):
                found = await unsettled()
        except (Error, TimeoutError):
            return Response(metrics.page(None), media_type=CONTENT_TYPE)
        return Response(metrics.page(found), media_type=CONTENT_TYPE)

    return router
