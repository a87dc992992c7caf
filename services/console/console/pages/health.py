"""How the platform is doing: for people, and for the container's health check."""

import asyncio

import httpx
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console.desk import Desk

_NEIGHBOUR_SECONDS = 1.0


def health(desk: Desk, ingress_url: str) -> APIRouter:
    """/health and /ready for machines, /status for people."""
    router = APIRouter()
    neighbours = httpx.AsyncClient(
        timeout=_NEIGHBOUR_SECONDS, limits=httpx.Limits(max_keepalive_connections=0)
    )

    @router.get("/health")
    async def alive() -> Response:
        return JSONResponse({"status": "alive"})

    @router.get("/ready")
    async def ready() -> Response:
        if await desk.records.vitals.answers():
            return JSONResponse({"status": "ready"})
        return JSONResponse({"error": "Postgres does not answer"}, 503, {"Retry-After": "5"})

    @router.get("/status")
    async def status(request: Request) -> Response:
        visitor = await desk.visitor(request)
        vitals = desk.records.vitals
        pulse, stuck, door = await asyncio.gather(
            vitals.pulse(), vitals.stuck(), front_door(neighbours, ingress_url)
        )
        return desk.screen.page("health.html", visitor, pulse=pulse, stuck=stuck, door=door)

    return router


async def front_door(neighbours: httpx.AsyncClient, ingress_url: str) -> str:
    """What ingress says of itself: `ready`, `not ready` or `no answer`."""
    try:
        answer = await neighbours.get(f"{ingress_url}/ready")
    except httpx.HTTPError:
        return "no answer"
    return "ready" if answer.status_code == 200 else "not ready"
