"""The engine's trace, as its v2 API writes it, read and told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from nerve.engine import Engine, EngineSilent, run_of
from nerve.queries.progress import Progress
from nerve.timeline import moments

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def at(seconds: float) -> str:
    """A time as protobuf writes it, with nanoseconds."""
    return (START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"


def span(name: str, status: str, began: float, ended: float | None, **more: Any) -> dict[str, Any]:
    return {
        "id": f"span-{name}-{began}",
        "name": name,
        "status": status,
        "queuedAt": at(began),
        "startedAt": at(began),
        **({"endedAt": at(ended)} if ended is not None else {}),
        "children": [],
        **more,
    }


def step(name: str, status: str, began: float, ended: float | None, **more: Any) -> dict[str, Any]:
    return span(name, status, began, ended, **{"stepId": f"id-{name}", "stepOp": "RUN", **more})


def trace(status: str, *steps: dict[str, Any], ended: float | None = None) -> dict[str, Any]:
    root = span("Run", status, 0, ended, children=[*steps, span("Finalization", status, 9, 9)])
    return {"data": {"runId": "01RUN", "rootSpan": root}, "metadata": {"fetchedAt": at(9)}}


def attempts(*ended: tuple[str, float]) -> list[dict[str, Any]]:
    return [span(f"Attempt {n}", status, end - 0.2, end) for n, (status, end) in enumerate(ended)]


# As a run looked whose farewell was broken: the step shows once for each call that met it.
GREETING = [
    step("write-greeting", "COMPLETED", 0.1, 0.3),
    step("write-greeting", "COMPLETED", 0.1, 0.4),
    step("pause", "COMPLETED", 0.3, 15.3, stepOp="SLEEP"),
]
FIRST_CALLS = [
    step("write-farewell", "FAILED", 0.3, 15.7),
    step("write-farewell", "FAILED", 15.7, 35.7),
]
BROKEN = step(
    "write-farewell",
    "FAILED",
    15.4,
    35.6,
    children=attempts(("FAILED", 15.6), ("FAILED", 35.6)),
)
MENDED = step(
    "write-farewell",
    "COMPLETED",
    15.4,
    75.2,
    children=attempts(("FAILED", 15.6), ("FAILED", 35.6), ("COMPLETED", 75.2)),
)
LAST_CALL = step("write-farewell", "COMPLETED", 35.7, 75.3)
BROKEN_FAREWELL = trace("RUNNING", *GREETING, *FIRST_CALLS, BROKEN)


def told(answer: dict[str, Any]) -> list[tuple[float, str, str]]:
    run = run_of(answer)
    assert run is not None
    return [
        (round((moment.at - START).total_seconds(), 1), moment.what, moment.how)
        for moment in moments(Progress(inbox=None), [run])
    ]


def test_failed_attempts_are_told_and_finished_steps_keep_theirs() -> None:
    assert told(BROKEN_FAREWELL) == [
        (0.3, "write-greeting", "done (attempt 1)"),
        (0.3, "pause", "sleeping durably"),
        (15.3, "pause", "done"),
        (15.6, "write-farewell", "attempt 1 failed; the engine tries again by itself"),
        (35.6, "write-farewell", "attempt 2 failed; the engine tries again by itself"),
    ]


def test_a_step_that_came_through_says_at_which_attempt() -> None:
    done = trace("COMPLETED", *GREETING, *FIRST_CALLS, MENDED, LAST_CALL, ended=75.4)
    assert told(done)[-3:] == [
        (35.6, "write-farewell", "attempt 2 failed; the engine tries again by itself"),
        (75.2, "write-farewell", "done (attempt 3)"),
        (75.4, "run", "completed"),
    ]


def test_an_attempt_that_is_not_listed_yet_is_counted() -> None:
    done = trace("RUNNING", *GREETING, *FIRST_CALLS, BROKEN, LAST_CALL)
    assert told(done)[-1] == (75.3, "write-farewell", "done (attempt 3)")


def test_a_step_that_gave_up_is_not_tried_again() -> None:
    failed = step("ask-agent", "FAILED", 1, 2, children=[span("Attempt 0", "FAILED", 1, 2)])
    assert told(trace("FAILED", failed, ended=2.5)) == [
        (2.0, "ask-agent", "attempt 1 failed"),
        (2.5, "run", "failed"),
    ]


def test_a_wait_for_a_person_is_told() -> None:
    waiting = step("wait-for-decision", "WAITING", 1, None, stepOp="WAIT_FOR_EVENT")
    assert told(trace("RUNNING", waiting)) == [(1.0, "wait-for-decision", "waiting for an event")]


def test_an_answer_without_a_trace_is_no_run() -> None:
    assert run_of({}) is None
    assert run_of({"data": None}) is None


def engine(answer: httpx.Response) -> tuple[Engine, list[httpx.Request]]:
    asked: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer

    return Engine("http://inngest:8288", "abcd", httpx.MockTransport(handle)), asked


def test_the_trace_is_asked_for_with_the_signing_key_and_without_outputs() -> None:
    made, asked = engine(httpx.Response(200, json=BROKEN_FAREWELL))
    run = made.run("01RUN")
    assert run is not None
    assert run.id == "01RUN"
    assert str(asked[0].url) == "http://inngest:8288/v2/runs/01RUN/trace"
    assert asked[0].headers["Authorization"] == "Bearer abcd"


def test_a_run_that_the_engine_does_not_know_yet_is_none() -> None:
    made, _ = engine(httpx.Response(404))
    assert made.run("01RUN") is None


@pytest.mark.parametrize(
    ("status", "reason"), [(401, "INNGEST_SIGNING_KEY is not the engine's"), (500, "answered 500")]
)
def test_an_engine_that_will_not_tell_says_why(status: int, reason: str) -> None:
    made, _ = engine(httpx.Response(status))
    with pytest.raises(EngineSilent, match=reason):
        made.run("01RUN")


def test_an_engine_that_is_not_there_is_silent() -> None:
    with pytest.raises(EngineSilent, match="INNGEST_BASE_URL: nothing answers"):
        Engine("http://127.0.0.1:1", "abcd").run("01RUN")
