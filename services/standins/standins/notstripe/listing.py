"""Stripe's lists: a page of objects after a cursor."""

from typing import Any

from starlette.datastructures import QueryParams

from standins.notstripe.errors import missing, refused


def list_object(url: str, objects: list[dict[str, Any]], query: QueryParams) -> dict[str, Any]:
    """The page that `limit` (1 to 100) and `starting_after` ask for."""
    limit = query.get("limit", "10")
    if not (limit.isascii() and limit.isdigit() and len(limit) <= 3 and 1 <= int(limit) <= 100):
        raise refused(400, f"Invalid integer: {limit[:20]}", param="limit")
    after = query.get("starting_after")
    if after is not None:
        ids = [one["id"] for one in objects]
        if after not in ids:
            raise missing("object", after, "starting_after")
        objects = objects[ids.index(after) + 1 :]
    return {
        "object": "list",
        "url": url,
        "has_more": len(objects) > int(limit),
        "data": objects[: int(limit)],
    }
