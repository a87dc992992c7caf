"""The routes under /stripe."""

import base64
import binascii
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from starlette.responses import HTMLResponse

from standins.notstripe.errors import missing, refused
from standins.notstripe.ledger import Ledger
from standins.notstripe.listing import list_object
from standins.pages.rendering import page


def routes(ledger: Ledger) -> APIRouter:
    """Charges to look at, and the ledger as a page. No refund can be made here yet."""
    router = APIRouter(prefix="/stripe")
    keyed = [Depends(_check_key)]

    @router.get("/v1/charges", dependencies=keyed)
    async def charges(request: Request) -> dict[str, Any]:
        found = ledger.charges()
        intent = request.query_params.get("payment_intent")
        if intent is not None:
            found = [charge for charge in found if charge["payment_intent"] == intent]
        return list_object("/v1/charges", found, request.query_params)

    @router.get("/v1/charges/{charge_id}", dependencies=keyed)
    async def charge(charge_id: str) -> dict[str, Any]:
        found = ledger.charge(charge_id)
        if found is None:
            raise missing("charge", charge_id)
        return found

    @router.get("/v1/refunds", dependencies=keyed)
    async def refunds(request: Request) -> dict[str, Any]:
        return list_object("/v1/refunds", [], request.query_params)

    @router.post("/v1/refunds", dependencies=keyed)
    async def refund() -> dict[str, Any]:
        raise refused(404, "This pretend payment service cannot make refunds yet.")

    @router.get("/")
    async def overview() -> HTMLResponse:
        return page("ledger.html", charges=ledger.charges())

    return router


async def _check_key(authorization: Annotated[str, Header()] = "") -> None:
    """The key as a bearer token or as the user of basic authentication."""
    scheme, _, value = authorization.partition(" ")
    key = value.strip()
    if scheme.lower() == "basic":
        try:
            key = base64.b64decode(key, validate=True).decode().partition(":")[0]
        except (binascii.Error, ValueError):
            key = ""
    if scheme.lower() not in ("bearer", "basic") or not key:
        raise refused(401, "You did not provide an API key: use Basic or Bearer authentication.")
