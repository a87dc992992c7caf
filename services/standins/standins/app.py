"""All four pretend vendors in one FastAPI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from standins.misbehaviour import queue
from standins.misbehaviour.control import control_routes
from standins.misbehaviour.queue import RuleQueue
from standins.misbehaviour.spoiler import Spoiler
from standins.notopenai import api as openai_api
from standins.notopenai import calls
from standins.notpostmark import api as postmark_api
from standins.notpostmark import outbox
from standins.notslack import api as slack_api
from standins.notslack import channel
from standins.notstripe import api as stripe_api
from standins.notstripe import house
from standins.notstripe.control import control_routes as stripe_control_routes
from standins.notstripe.overview import overview_routes as stripe_overview_routes
from standins.pages.index import index_routes
from standins.refusal import Refusal, answer_refusal
from standins.settings import Settings
from standins.store import Store
from standins.vendors import vendor_of

SCHEMAS = (queue.SCHEMA, calls.SCHEMA, outbox.SCHEMA, house.SCHEMA, channel.SCHEMA)


def create_app(settings: Settings) -> FastAPI:
    """The application on one store, which it opens here and closes at shutdown."""
    store = Store(settings.standins_db, SCHEMAS)
    rules = RuleQueue(store)
    payments = house.PaymentHouse(store, settings.ingress_url, settings.stripe_webhook_secret)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        payments.courier.wake()
        yield
        await payments.courier.close()
        store.close()

    app = FastAPI(title="Stand-ins", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.include_router(index_routes())
    app.include_router(openai_api.routes(calls.CallLog(store)))
    app.include_router(postmark_api.routes(outbox.Outbox(store)))
    app.include_router(stripe_api.routes(payments))
    app.include_router(stripe_control_routes(payments))
    app.include_router(stripe_overview_routes(payments))
    app.include_router(slack_api.routes(channel.Channel(store)))
    app.include_router(control_routes(rules))
    app.add_exception_handler(Refusal, answer_refusal)
    app.add_exception_handler(HTTPException, _no_such_route)
    app.add_middleware(Spoiler, rules=rules)
    return app


async def _no_such_route(request: Request, error: Exception) -> Response:
    """A path that is not there is reported the way its vendor would."""
    assert isinstance(error, HTTPException)
    vendor = vendor_of(request.url.path)
    if vendor is not None:
        return vendor.trouble(error.status_code).response()
    return JSONResponse({"detail": error.detail}, error.status_code, error.headers)
