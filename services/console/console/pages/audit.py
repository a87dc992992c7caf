"""The audit log, with filters and the state of its chain."""

from fastapi import APIRouter
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.desk import Desk
from console.records.audit import Filters
from contracts.audit import AuditAction

ROWS = 50
_MOST = 200
_BIGGEST_SEQ = 2**63 - 1


def audit(desk: Desk) -> APIRouter:
    """The page /audit."""
    router = APIRouter()

    @router.get("/audit")
    async def rows(request: Request) -> Response:
        visitor = await desk.visitor(request)
        filters = wanted(request.query_params)
        found = await desk.records.audit.rows(filters, ROWS + 1)
        return desk.screen.page(
            "audit.html", visitor, filters=filters, actions=list(AuditAction), rows=found[:ROWS],
            older=found[ROWS - 1].seq if len(found) > ROWS else None,
            chain=await desk.records.audit.chain(),
        )  # fmt: skip

    return router


def wanted(query: QueryParams) -> Filters:
    """The filters in an address. What cannot be meant is a page that does not exist."""
    given = {name: query.get(name, "").strip() for name in Filters.__dataclass_fields__}
    if any(len(text) > _MOST or "\0" in text for text in given.values()):
        raise HTTPException(404)
    if given["action"] and given["action"] not in list(AuditAction):
        raise HTTPException(404)
    before = given.pop("before")
    if before and not (before.isascii() and before.isdigit() and int(before) <= _BIGGEST_SEQ):
        raise HTTPException(404)
    texts = {name: text or None for name, text in given.items()}
    return Filters(**texts, before=int(before) if before else None)
