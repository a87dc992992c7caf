"""Try it: a button for each fake webhook."""

import structlog
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.desk import Desk
from console.guards.forms import read_form
from console.guards.visitor import Visitor
from console.trying.front_door import FrontDoor, Sent
from console.trying.samples import SAMPLES, Sample

log = structlog.get_logger()


def try_it(desk: Desk, door: FrontDoor) -> APIRouter:
    """The pages under /try."""
    router = APIRouter()

    def page(
        visitor: Visitor, status: int = 200, sample: Sample | None = None, sent: Sent | None = None
    ) -> Response:
        samples = list(SAMPLES.values())
        return desk.screen.page(
            "try.html", visitor, status, samples=samples, sample=sample, sent=sent
        )

    @router.get("/try")
    async def choose(request: Request) -> Response:
        return page(await desk.visitor(request))

    @router.post("/try/{name}")
    async def send(request: Request, name: str) -> Response:
        visitor = await desk.visitor(request)
        if name not in SAMPLES:
            raise HTTPException(404)
        desk.check_token(visitor, "try", await read_form(request))
        sent = await door.send(SAMPLES[name])
        log.info("tried", sample=name, reviewer=visitor.reviewer.id, problem=sent.problem)
        return page(visitor, 502 if sent.problem else 200, SAMPLES[name], sent)

    return router
