"""Signing in and out."""

import re

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.desk import Desk
from console.guards.forms import read_form
from console.guards.passwords import WINDOW_SECONDS, Check
from console.guards.sessions import COOKIE, SECONDS
from console.guards.visitor import SignInFirst

HOME = "/approvals"
# A path of our own: "//evil.example" and "/\evil.example" are other sites to a browser.
_OWN_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9/_?=&.:%-]{0,300}")

log = structlog.get_logger()


def login(desk: Desk) -> APIRouter:
    """The only pages that one sees without having signed in."""
    router = APIRouter()

    def form(next: str, status: int = 200, problem: str = "", name: str = "") -> Response:
        return desk.screen.page(
            "login.html", None, status, next=own_path(next), problem=problem, name=name
        )

    @router.get("/")
    async def home() -> Response:
        return RedirectResponse(HOME, 303)

    @router.get("/login")
    async def ask(request: Request) -> Response:
        try:
            await desk.visitor(request)
        except SignInFirst:
            return form(request.query_params.get("next", HOME))
        return RedirectResponse(HOME, 303)

    @router.post("/login")
    async def sign_in(request: Request) -> Response:
        sent = await read_form(request)
        name = sent.text("name", 80).strip().lower()
        password = sent.text("password", 400)
        next = own_path(sent.text("next", 400, needed=False))
        found = desk.passwords.check(name, password)
        log.info("sign_in", outcome=found.value, reviewer=name if found is Check.RIGHT else None)
        if found is Check.TOO_MANY:
            minutes = int(WINDOW_SECONDS // 60)
            answer = form(next, 429, f"Too many tries. Wait {minutes} minutes.", name)
            answer.headers["Retry-After"] = str(int(WINDOW_SECONDS))
            return answer
        if found is Check.WRONG:
            return form(next, 401, "Name or password is wrong.", name)
        if await desk.records.reviewers.find(name) is None:
            return form(next, 403, "You are not among the active reviewers.", name)
        _, cookie = desk.sessions.open(name)
        answer = RedirectResponse(next, 303)
        answer.set_cookie(
            COOKIE, cookie, max_age=SECONDS, path="/", httponly=True, samesite="strict",
            secure=desk.secure_cookies,
        )  # fmt: skip
        return answer

    @router.post("/logout")
    async def sign_out(request: Request) -> Response:
        visitor = await desk.visitor(request)
        desk.check_token(visitor, "logout", await read_form(request))
        desk.sessions.close(visitor.session)
        log.info("sign_out", reviewer=visitor.reviewer.id)
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
        return answer

    return router


def own_path(path: str) -> str:
    """`path` if it leads to a page of ours, else the first page."""
    return path if _OWN_PATH.fullmatch(path) else HOME
