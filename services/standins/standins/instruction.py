"""What tests and demonstrations tell a stand-in to do: strict JSON, refused by its field."""

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from standins.body import Unreadable, json_object
from standins.refusal import Refusal

Wanted = TypeVar("Wanted", bound=BaseModel)


async def read_instruction(request: Request, kind: type[Wanted]) -> Wanted:
    """The body as `kind`, or 422 with `{"errors": [{field, message}]}`."""
    try:
        return kind.model_validate(await json_object(request))
    except Unreadable as reason:
        raise misunderstood("body", str(reason)) from None
    except ValidationError as invalid:
        problems = [
            _problem(".".join(map(str, error["loc"])) or "body", error["msg"])
            for error in invalid.errors(include_input=False, include_url=False)
        ]
        raise Refusal(422, {"errors": problems}) from None


def misunderstood(field: str, message: str) -> Refusal:
    """The refusal of one field."""
    return Refusal(422, {"errors": [_problem(field, message)]})


def _problem(field: str, message: str) -> dict[str, str]:
    return {"field": field, "message": message}
