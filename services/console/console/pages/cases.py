"""Cases: the list, and one timeline per ticket that grows while a run goes on."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.desk import Desk, uuid_or_404
from console.pages.live import live

STATUSES = ("open", "waiting_for_approval", "answered", "suppressed", "resolved")


def cases(desk: Desk) -> APIRouter:
    """The pages under /cases."""
    router = APIRouter()
    records = desk.records.cases

    @router.get("/cases")
    async def all_of_them(request: Request) -> Response:
        visitor = await desk.visitor(request)
        status = request.query_params.get("status") or None
        if status is not None and status not in STATUSES:
            raise HTTPException(404)
        rows = await records.listed(status)
        return desk.screen.page("cases.html", visitor, rows=rows, chosen=status, statuses=STATUSES)

    @router.get("/cases/{id}")
    async def one(request: Request, id: str) -> Response:
        visitor = await desk.visitor(request)
        ticket_id = uuid_or_404(id)
        case = await records.find(ticket_id)
        if case is None:
            raise HTTPException(404)
        moments = await records.moments(ticket_id)
        return desk.screen.page("case.html", visitor, case=case, moments=moments)

    @router.get("/cases/{id}/live")
    async def one_live(request: Request, id: str) -> Response:
        visitor = await desk.visitor(request)
        ticket_id = uuid_or_404(id)
        if await records.find(ticket_id) is None:
            raise HTTPException(404)

        async def look() -> str:
            moments = await records.moments(ticket_id)
            return desk.screen.part("_timeline.html", visitor, moments=moments)

        return live(desk, request, look)

    return router
