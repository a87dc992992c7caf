"""Refunds that wait for a person: the list, one in full, and the decision."""

import asyncio
from typing import Any
from uuid import UUID

import structlog
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.desk import Desk, uuid_or_404
from console.guards.forms import BadForm, Form, read_form
from console.guards.visitor import Visitor
from console.pages.judging import Judging
from console.pages.live import live
from console.pages.outcomes import told
from console.records.approvals import InFull, Show, Verdict

NOTE_MOST = 2000
_STATUS = {"not_allowed": 403, "own_request": 403, "unknown": 404, "bad_verdict": 422}

log = structlog.get_logger()


def approvals(desk: Desk) -> APIRouter:
    """The pages under /approvals."""
    router = APIRouter()
    records = desk.records

    async def listing(show: Show) -> dict[str, Any]:
        return {
            "show": show,
            "shows": list(Show),
            "counts": await records.approvals.counts(),
            "rows": await records.approvals.listed(show),
        }

    async def page(visitor: Visitor, approval: InFull, status: int = 200, **said: Any) -> Response:
        reviewers, moments = await asyncio.gather(
            records.reviewers.everybody(), records.cases.moments(approval.facts.ticket_id)
        )
        judging = Judging(approval, reviewers, visitor.reviewer, desk.confirm_cents)
        facts: dict[str, Any] = {"problem": "", "note": ""} | said
        return desk.screen.page(
            "approval.html", visitor, status, judging=judging, moments=moments, **facts
        )

    async def found(id: UUID) -> InFull:
        approval = await records.approvals.find(id)
        if approval is None:
            raise HTTPException(404)
        return approval

    @router.get("/approvals")
    async def all_of_them(request: Request) -> Response:
        visitor = await desk.visitor(request)
        show = _show(request)
        return desk.screen.page("approvals.html", visitor, **await listing(show))

    @router.get("/approvals/live")
    async def all_of_them_live(request: Request) -> Response:
        visitor = await desk.visitor(request)
        show = _show(request)

        async def look() -> str:
            return desk.screen.part("_approvals.html", visitor, **await listing(show))

        return live(desk, request, look)

    @router.get("/approvals/{id}")
    async def one(request: Request, id: str) -> Response:
        visitor = await desk.visitor(request)
        return await page(visitor, await found(uuid_or_404(id)))

    @router.post("/approvals/{id}/decide")
    async def decide(request: Request, id: str) -> Response:
        visitor = await desk.visitor(request)
        approval = await found(uuid_or_404(id))
        form = await read_form(request)
        desk.check_token(visitor, f"decide:{approval.facts.id}", form)
        note = form.text("note", 40_000, needed=False).strip()
        if problem := _problem(form, note, approval, desk.confirm_cents):
            return await page(visitor, approval, 422, problem=problem, note=note)
        verdict, digest = Verdict(form.text("verdict", 20)), form.text("digest", 200)
        decided = await records.approvals.decide(
            approval.facts.id, visitor.reviewer.id, verdict, note, digest
        )
        log.info(
            "decision", approval=str(approval.facts.id), reviewer=visitor.reviewer.id,
            verdict=verdict.value, outcome=decided.outcome,
        )  # fmt: skip
        if decided.outcome in ("decided", "recorded"):
            return RedirectResponse(f"/approvals/{approval.facts.id}", 303)
        status = _STATUS.get(decided.outcome, 409)
        return await page(visitor, await found(approval.facts.id), status, problem=told(decided))

    return router


def _show(request: Request) -> Show:
    try:
        return Show(request.query_params.get("show", Show.WAITING))
    except ValueError:
        raise HTTPException(404) from None


def _problem(form: Form, note: str, approval: InFull, confirm_cents: int) -> str:
    verdict = form.text("verdict", 20)
    form.text("digest", 200)
    if verdict not in list(Verdict):
        raise BadForm("The verdict is neither approve nor reject.")
    if len(note) > NOTE_MOST:
        return f"The note is longer than {NOTE_MOST} characters."
    large = approval.facts.amount_cents >= confirm_cents
    if verdict == Verdict.APPROVE and large and form.text("confirm", 20, needed=False) != "yes":
        return "This is a large amount: tick the box that you have checked it, then approve."
    return ""
