"""A small engine that calls functions over the library's own handler, as the real one does.

Written after inngest v1.43: one call per step, everything before it replayed from memos.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import inngest
import inngest.fast_api
from fastapi import FastAPI

from tests.unit.worker.fakes.clock import Clock

BACKOFF_S = (15, 30, 60, 120, 300, 600, 1200, 2400, 3600)
PATH = "/api/inngest"


@dataclass
class Run:
    """How a run went. `calls` names the step of each call that did something, in order."""

    output: Any = None
    error: str | None = None
    calls: list[str] = field(default_factory=list)
    wire: list[str] = field(default_factory=list)
    """All that the engine was told, word for word."""
    waits: list[dict[str, Any]] = field(default_factory=list)


class Engine:
    """Runs functions to their end; sleeping and waiting only move the clock."""

    def __init__(
        self,
        clock: Clock,
        build: Callable[[inngest.Inngest], list[inngest.Function[Any]]],
    ) -> None:
        self._clock = clock
        self._app = FastAPI()
        client = inngest.Inngest(app_id="test", is_production=False)
        self.functions = build(client)
        self._retries = {
            fn.get_id(): fn.get_config("http://x").main.steps["step"].retries
            for fn in self.functions
        }
        inngest.fast_api.serve(self._app, client, self.functions, serve_path=PATH)
        self.lose: list[str] = []
        """Steps of which the next answer is lost, as when the worker dies after the effect."""
        self.on_wait: Callable[[dict[str, Any]], dict[str, Any] | None] = lambda _opts: None
        """What arrives during a wait: an event, or None for a timeout."""

    async def run(self, fn_id: str, name: str, data: dict[str, str], run_id: str = "run-1") -> Run:
        """Have an event start one run, and see it through."""
        run = Run()
        memos: dict[str, object] = {}
        event = {"name": name, "data": data, "id": "event-1", "ts": 1}
        retries = self._retries[f"test-{fn_id}"]
        limit = (retries.attempts if retries else 4) + 1
        attempt = 0
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self._app), base_url="http://worker"
        ) as http:
            while len(run.calls) < 200:
                body = _request(event, memos, run_id, attempt, limit)
                params = {"fnId": f"test-{fn_id}", "stepId": "step"}
                response = await http.post(PATH, params=params, json=body)
                run.wire.append(response.text)
                if response.status_code == 200:
                    run.output = response.json()
                    return run
                failed = self._take(run, memos, response)
                if failed is None:
                    attempt = 0
                    continue
                attempt += 1
                if response.headers.get("x-inngest-no-retry") == "true" or attempt >= limit:
                    run.error = failed
                    return run
                self._clock.advance(BACKOFF_S[attempt - 1])
        raise AssertionError("the run does not end")

    def _take(self, run: Run, memos: dict[str, object], response: httpx.Response) -> str | None:
        if response.status_code != 206:
            run.calls.append("run failed")
            return str(response.json()["message"])
        failed = None
        for op in response.json():
            failed = self._take_op(run, memos, op)
        return failed

    def _take_op(self, run: Run, memos: dict[str, object], op: dict[str, Any]) -> str | None:
        name, kind = op["displayName"], op["op"]
        run.calls.append(name)
        if kind == "StepError":
            return str(op["error"]["message"])
        if kind == "StepFailed":
            memos[op["id"]] = {"error": op["error"]}
        elif kind == "StepRun":
            if name in self.lose:
                self.lose.remove(name)
                return "connection reset"
            memos[op["id"]] = {"data": op.get("data")}
        elif kind == "Sleep":
            self._clock.advance(15)
            memos[op["id"]] = None
        elif kind == "WaitForEvent":
            run.waits.append({"event": op["name"], **op["opts"]})
            memos[op["id"]] = self.on_wait(op["opts"])
            if memos[op["id"]] is None:
                self._clock.advance(_seconds(op["opts"]["timeout"]))
        else:
            raise AssertionError(f"unknown op {kind}")
        return None


def _request(
    event: dict[str, Any], memos: dict[str, object], run_id: str, attempt: int, limit: int
) -> dict[str, Any]:
    return {
        "ctx": {
            "attempt": attempt,
            "disable_immediate_execution": False,
            "max_attempts": limit,
            "run_id": run_id,
            "stack": {"stack": list(memos)},
        },
        "event": event,
        "events": [event],
        "steps": memos,
        "use_api": False,
    }


def _seconds(written: str) -> int:
    return int(written[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}[written[-1]]
