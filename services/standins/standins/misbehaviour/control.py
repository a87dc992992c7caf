"""Where tests and demonstrations say how a vendor shall misbehave."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError

from standins.body import Unreadable, json_object
from standins.misbehaviour.queue import RuleQueue
from standins.misbehaviour.rule import Rule
from standins.refusal import Refusal
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
        rule = await _read_rule(request)
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
        raise Refusal(422, {"errors": [_problem("vendor", f"must be one of {', '.join(VENDORS)}")]})


async def _read_rule(request: Request) -> Rule:
    try:
        return Rule.model_validate(await json_object(request))
    except Unreadable as reason:
        raise Refusal(422, {"errors": [_problem("body", str(reason))]}) from None
    except ValidationError as invalid:
        problems = [
            _problem(".".join(map(str, error["loc"])) or "body", error["msg"])
            for error in invalid.errors(include_input=False, include_url=False)
        ]
        raise Refusal(422, {"errors": problems}) from None


def _problem(field: str, message: str) -> dict[str, str]:
    return {"field": field, "message": message}
