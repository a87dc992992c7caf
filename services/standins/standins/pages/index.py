"""The front page, its style sheet, and the health check."""

from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from standins.pages.rendering import page


def index_routes() -> APIRouter:
    """`/` leads to each vendor's page."""
    router = APIRouter()

    @router.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/")
    async def index() -> HTMLResponse:
        return page("index.html")

    @router.get("/style.css")
    async def style() -> Response:
        sheet = files("standins.pages").joinpath("templates", "style.css").read_text()
        return Response(sheet, media_type="text/css")

    return router
