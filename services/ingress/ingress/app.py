"""The application: everything is built here, out of settings, and nothing before."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ingress import logs
from ingress.database import connection_pool
from ingress.front_desk import FrontDesk
from ingress.inbox import PostgresInbox
from ingress.metrics import Metrics
from ingress.operations import operations
from ingress.outbox import PostgresOutbox
from ingress.refusal import Refusal
from ingress.relay import Relay
from ingress.routes import routes, webhooks
from ingress.sender import EngineSender
from ingress.settings import Settings
from ingress.webhooks.webhook import Webhook

_PARTING_SECONDS = 10.0  # gunicorn waits twice as long


def from_environment() -> FastAPI:
    """For gunicorn. `python -m ingress` has checked the settings before it starts that."""
    logs.configure()
    return create_app(Settings.load())


def create_app(settings: Settings) -> FastAPI:
    """The whole ingress; connections and the relay live as long as its lifespan."""
    metrics = Metrics()
    pool = connection_pool(settings.database_url.get_secret_value())
    inbox, outbox = PostgresInbox(pool), PostgresOutbox(pool)
    sender = EngineSender(settings.inngest_base_url, settings.inngest_event_key.get_secret_value())
    relay = Relay(outbox, sender, metrics)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await pool.open(wait=False)
        relaying = asyncio.create_task(relay.run(), name="relay")
        yield
        relay.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(_PARTING_SECONDS):
                await relaying
        await pool.close(timeout=2)

    desk = FrontDesk(inbox, relay.wake, metrics)
    return front_door(
        webhooks(settings), desk, operations(inbox, metrics, outbox.unsettled), lifespan
    )


def front_door(
    webhooks: dict[str, Webhook],
    desk: FrontDesk,
    operations: APIRouter,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None,
) -> FastAPI:
    """The routes alone: no documentation pages, no redirects (to Stripe one is a failure)."""
    app = FastAPI(
        title="ingress",
        routes=routes(webhooks, desk),
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.include_router(operations)
    app.add_exception_handler(HTTPException, _no_such_route)
    return app


async def _no_such_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        refusal = Refusal(405, f"{request.method} is not for this path", headers=error.headers)
    else:
        refusal = Refusal(error.status_code, "there is nothing at this path")
    return refusal.response()
