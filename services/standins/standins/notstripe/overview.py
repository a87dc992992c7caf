"""The ledger for people, and as JSON for tests and tools."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from standins.notstripe.house import PaymentHouse
from standins.pages.rendering import page


def overview_routes(house: PaymentHouse) -> APIRouter:
    """`/stripe/` and `/stripe/ledger.json`."""
    router = APIRouter(prefix="/stripe")

    @router.get("/ledger.json")
    async def listing() -> dict[str, Any]:
        return _books(house)

    @router.get("/")
    async def ledger() -> HTMLResponse:
        books = _books(house)
        charges = [
            {
                **charge,
                "refunds": _of(charge["id"], books["refunds"]),
                "disputes": _of(charge["id"], books["disputes"]),
            }
            for charge in books["charges"]
        ]
        return page("ledger.html", books=books, charges=charges, events=books["events"][:50])

    return router


def _books(house: PaymentHouse) -> dict[str, Any]:
    cashier = house.cashier
    return {
        "charges": cashier.ledger.charges(),
        "refunds": cashier.refunds.listing(),
        "disputes": cashier.disputes.listing(),
        "events": house.box.listing(),
        "idempotency_keys": house.keys.count(),
        "in_flight": house.keys.in_flight(),
        "clock": {"now": house.clock.now(), "ahead_seconds": house.clock.ahead()},
    }


def _of(charge_id: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**one, "at": datetime.fromtimestamp(one["created"], UTC).isoformat()}
        for one in entries
        if one["charge"] == charge_id
    ]
