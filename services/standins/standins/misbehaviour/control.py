"""Where tests and demonstrations say how a vendor shall misbehave."""

from typing import Any

from fastapi import APIRouter, Request

from standins.instruction import misunderstood, read_instruction
from standins.misbehaviour.queue import RuleQueue
from standins.misbehaviour.rule import Rule
from standins.vendors import VENDORS


def control_routes(rules: RuleQueue) -> APIRouter:
    """`POST /control/{vendor}` queues a rule, `GET /control` lists, `DELETE` clears."""
    routes = APIRouter(prefix="/control")

    @routes.get("")
    async def listing() -> dict[str, Any]:
        return {"rules": rules.listing()}

    @routes.post("/{vendor}")
    async def add(vendor: str, request: Request) -> dict[str, Any]:
        _known(vendor)
        rule = await read_instruction(request, Rule)
        return {"id": rules.add(vendor, rule), "vendor": vendor, **rule.model_dump()}

    @routes.delete("")
    async def clear_all() -> dict[str, int]:
        return {"cleared": rules.clear()}

    @routes.delete("/{vendor}")
    async def clear(vendor: str) -> dict[str, int]:
        _known(vendor)
        return {"cleared": rules.clear(vendor)}

    return routes


def _known(vendor: str) -> None:
    if vendor not in VENDORS:
        raise misunderstood("vendor", f"must be one of {', '.join(VENDORS)}")
