"""Stripe's own routes, under /stripe/v1."""

import base64
import binascii
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse

from standins.notstripe.errors import missing, refused
from standins.notstripe.house import PaymentHouse
from standins.notstripe.listing import list_object
from standins.notstripe.refund_request import read_form


def routes(house: PaymentHouse) -> APIRouter:
    """Charges and disputes to look at, refunds to make and to look at."""
    router = APIRouter(prefix="/stripe/v1", dependencies=[Depends(_check_key)])
    cashier = house.cashier

    @router.get("/charges")
    async def charges(request: Request) -> dict[str, Any]:
        found = cashier.ledger.charges()
        intent = request.query_params.get("payment_intent")
        if intent is not None:
            found = [charge for charge in found if charge["payment_intent"] == intent]
        return list_object("/v1/charges", found, request.query_params)

    @router.get("/charges/{charge_id}")
    async def charge(charge_id: str) -> dict[str, Any]:
        found = cashier.ledger.charge(charge_id)
        if found is None:
            raise missing("charge", charge_id)
        return found

    @router.post("/refunds")
    async def refund(
        request: Request, idempotency_key: Annotated[str | None, Header()] = None
    ) -> JSONResponse:
        fields = read_form(await request.body())
        answer, replayed = await house.refund(idempotency_key, fields)
        headers = {"request-id": f"req_{secrets.token_hex(7)}"}
        if idempotency_key is not None:
            headers["idempotency-key"] = idempotency_key
        if replayed:
            headers["idempotent-replayed"] = "true"
        return JSONResponse(answer.body, answer.status, headers)

    @router.get("/refunds")
    async def refunds(request: Request) -> dict[str, Any]:
        charge_id = _charge_in(request.query_params)
        return list_object("/v1/refunds", cashier.refunds.listing(charge_id), request.query_params)

    @router.get("/refunds/{refund_id}")
    async def one_refund(refund_id: str) -> dict[str, Any]:
        found = cashier.refunds.get(refund_id)
        if found is None:
            raise missing("refund", refund_id)
        return found

    @router.get("/disputes")
    async def disputes(request: Request) -> dict[str, Any]:
        charge_id = _charge_in(request.query_params)
        found = [one for one in cashier.disputes.listing() if charge_id in (None, one["charge"])]
        return list_object("/v1/disputes", found, request.query_params)

    def _charge_in(query: QueryParams) -> str | None:
        """The charge that a list is limited to, by itself or by its payment."""
        for kind, find in (
            ("charge", cashier.ledger.charge),
            ("payment_intent", cashier.ledger.charge_of),
        ):
            wanted = query.get(kind)
            if wanted is not None:
                found = find(wanted)
                if found is None:
                    raise missing(kind, wanted, kind)
                return str(found["id"])
        return None

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
