"""The application: everything is built here, out of settings, and nothing before."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from urllib.parse import quote

import structlog
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.desk import Desk
from console.display.screen import Screen
from console.guards.forms import BadForm
from console.guards.gate import Gate
from console.guards.passwords import Passwords
from console.guards.sessions import Sessions
from console.guards.visitor import SignInFirst, Visitor
from console.pages.approvals import approvals
from console.pages.audit import audit
from console.pages.cases import cases
from console.pages.health import health
from console.pages.login import login
from console.pages.try_it import try_it
from console.postgres import postgres_records
from console.postgres.database import Database
from console.records import Records
from console.records.failures import RecordsUnavailable
from console.settings import Settings
from console.trying.front_door import FrontDoor
from contracts.deployment import AppEnv

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

log = structlog.get_logger()


def create_app(settings: Settings) -> FastAPI:
    """The whole console; connections live as long as its lifespan."""
    database = Database(settings.database_url.get_secret_value())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with database.opened():
            yield

    return console(settings, postgres_records(database), time.time, lifespan)


def console(
    settings: Settings,
    records: Records,
    now: Callable[[], float],
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """The pages on these records. `now` is in seconds since 1970."""
    sessions = Sessions(settings.console_session_secret.get_secret_value(), now)
    desk = Desk(
        records=records,
        sessions=sessions,
        passwords=Passwords(settings.passwords, now),
        screen=Screen(sessions, settings.dashboard_port, may_try=settings.may_try),
        confirm_cents=settings.console_confirm_cents,
        secure_cookies=settings.app_env is AppEnv.PRODUCTION,
    )
    app = FastAPI(
        title="console", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    for router in (
        login(desk), approvals(desk), cases(desk), audit(desk), health(desk, settings.ingress_url)
    ):  # fmt: skip
        app.include_router(router)
    if settings.may_try:
        app.include_router(try_it(desk, _front_door(settings)))
    _add_static(app, desk.screen)
    _add_problems(app, desk)
    app.add_middleware(Gate, hosts=settings.hosts)
    return app


def _front_door(settings: Settings) -> FrontDoor:
    user = settings.postmark_webhook_user.get_secret_value()
    password = settings.postmark_webhook_password.get_secret_value()
    token = settings.json_webhook_token.get_secret_value()
    return FrontDoor(settings.ingress_url, (user, password), token)


def _add_static(app: FastAPI, screen: Screen) -> None:
    @app.get("/static/{name}")
    async def static(name: str) -> Response:
        found = screen.static(name)
        if found is None:
            raise HTTPException(404)
        return found


def _add_problems(app: FastAPI, desk: Desk) -> None:
    async def somebody(request: Request) -> Visitor | None:
        try:
            return await desk.visitor(request)
        except (SignInFirst, RecordsUnavailable):
            return None

    @app.exception_handler(SignInFirst)
    async def sign_in_first(request: Request, _: Exception) -> Response:
        if request.method not in ("GET", "HEAD"):
            log.warning("signed_out_post", path=request.url.path)
            what = "Nothing was changed. Sign in, open the page again, and decide there."
            return desk.screen.problem(None, 401, "You are not signed in", what)
        path = request.url.path.removesuffix("/live")
        return RedirectResponse(f"/login?next={quote(path, safe='/')}", 303)

    @app.exception_handler(BadForm)
    async def bad_form(request: Request, error: Exception) -> Response:
        visitor = await somebody(request)
        what = f"{error} Nothing was changed."
        return desk.screen.problem(visitor, 422, "That form cannot be used", what)

    @app.exception_handler(RecordsUnavailable)
    async def unavailable(request: Request, error: Exception) -> Response:
        log.error("records_unavailable", error=str(error), path=request.url.path)
        what = (
            "Postgres does not answer. If you were deciding, it may or may not have been"
            " recorded: open the approval again in a moment, it shows what is true."
        )
        answer = desk.screen.problem(None, 503, "The records cannot be reached", what)
        answer.headers["Retry-After"] = "5"
        return answer

    @app.exception_handler(HTTPException)
    async def not_here(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        visitor = await somebody(request)
        title = "There is nothing here"
        what = "The address is wrong, or what was here never existed."
        if error.status_code == 405:
            title, what = "That does not work here", f"{request.method} is not for this address."
        answer = desk.screen.problem(visitor, error.status_code, title, what)
        answer.headers.update(error.headers or {})
        return answer
