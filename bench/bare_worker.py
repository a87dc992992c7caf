"""What a run is measured against: two steps that do nothing, on the same engine."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import inngest
import inngest.fast_api
from fastapi import FastAPI, Request, Response

WAKES = "bench/bare"

app = FastAPI()
client = inngest.Inngest(app_id="bench-bare", is_production=True)
finished: dict[str, float] = {}
calls: list[float] = []


@client.create_function(fn_id="two-steps", trigger=inngest.TriggerEvent(event=WAKES))
async def two_steps(ctx: inngest.Context) -> None:
    await ctx.step.run("first", first)
    await ctx.step.run("second", second, str(ctx.event.data["id"]))


async def first() -> str:
    return "done"


async def second(given: str) -> str:
    finished[given] = time.time()
    return "done"


@app.middleware("http")
async def count(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    if request.method == "POST" and request.url.path == "/api/inngest":
        calls.append(time.time())
    return await go_on(request)


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "alive"}


@app.post("/start/{given}")
async def start(given: str) -> dict[str, str]:
    """Answers once the engine has the event, which ingress's callers do not wait for."""
    await client.send(inngest.Event(name=WAKES, id=given, data={"id": given}))
    return {"status": "accepted"}


@app.get("/finished")
async def told() -> dict[str, Any]:
    """When each second step ended, in Unix seconds, and how often the engine called."""
    return {"finished": finished, "calls": len(calls)}


inngest.fast_api.serve(app, client, [two_steps], serve_origin="http://bare-worker:8000")
