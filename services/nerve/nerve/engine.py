"""The engine's own record of a run. Source: proto/api/v2/service.proto of inngest v1.43.0."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

TIMEOUT_SECONDS = 3.0

Span = dict[str, Any]


class EngineSilent(Exception):
    """The engine cannot be asked; the text says why and which setting to look at."""


@dataclass(frozen=True)
class Attempt:
    """One try of a step, counted from 1."""

    number: int
    status: str
    at: datetime | None


@dataclass(frozen=True)
class Step:
    """A step as far as it got. `status` and `op` are the engine's words."""

    id: str
    name: str
    op: str
    status: str
    queued_at: datetime | None
    ended_at: datetime | None
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True)
class Run:
    """A run as far as it got."""

    id: str
    status: str
    ended_at: datetime | None
    steps: tuple[Step, ...]


class Engine:
    """Reads runs over the v2 API, with the signing key. Outputs of steps are not asked for."""

    def __init__(
        self, base_url: str, signing_key: str, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._base_url = base_url
        self._client = httpx.Client(
            base_url=base_url,
            headers={"Authorization": f"Bearer {signing_key}"},
            timeout=TIMEOUT_SECONDS,
            transport=transport,
        )

    def run(self, run_id: str) -> Run | None:
        """The run, or None while the engine has nothing to show for it.

        Raises:
            EngineSilent: it does not answer, or not to us.
        """
        try:
            answer = self._client.get(f"/v2/runs/{run_id}/trace")
        except (httpx.TransportError, httpx.InvalidURL):
            raise EngineSilent(f"INNGEST_BASE_URL: nothing answers at {self._base_url}") from None
        if answer.status_code in (401, 403):
            raise EngineSilent("INNGEST_SIGNING_KEY is not the engine's")
        if answer.status_code in (400, 404):
            return None
        if answer.status_code != 200:
            raise EngineSilent(f"the engine answered {answer.status_code}")
        return run_of(answer.json())


def run_of(answer: Span) -> Run | None:
    """A run from the trace endpoint's answer; None where that holds no trace."""
    data = answer.get("data") or {}
    root = data.get("rootSpan")
    if not root:
        return None
    return Run(
        id=data.get("runId", ""),
        status=root.get("status", "UNKNOWN"),
        ended_at=_time(root.get("endedAt")),
        steps=tuple(_steps(root.get("children") or [])),
    )


def _steps(spans: list[Span]) -> Iterator[Step]:
    """The engine shows a step several times: once for itself, and once for each call that met it.

    They share the step's id. Only the step's own span lists its attempts, and a single one that
    went well is listed nowhere.
    """
    of_step: dict[str, list[Span]] = {}
    for span in spans:
        if span.get("stepId"):
            of_step.setdefault(span["stepId"], []).append(span)
    for step_id, shown in of_step.items():
        fullest = max(shown, key=lambda span: len(_tries(span)))
        whole = next((s for s in [fullest, *shown] if s.get("status") == "COMPLETED"), fullest)
        yield Step(
            id=step_id,
            name=fullest.get("name", ""),
            op=fullest.get("stepOp", "UNSPECIFIED"),
            status=whole.get("status", "UNKNOWN"),
            queued_at=_time(fullest.get("queuedAt")),
            ended_at=_time(whole.get("endedAt")),
            attempts=_attempts(fullest, whole),
        )


def _attempts(fullest: Span, whole: Span) -> tuple[Attempt, ...]:
    tries = _tries(fullest) or [whole]
    attempts = [
        Attempt(number, child.get("status", "UNKNOWN"), _time(child.get("endedAt")))
        for number, child in enumerate(tries, 1)
    ]
    if whole.get("status") == "COMPLETED" and attempts[-1].status == "FAILED":
        # The attempt that came through is not listed yet.
        attempts.append(Attempt(len(attempts) + 1, "COMPLETED", _time(whole.get("endedAt"))))
    return tuple(attempts)


def _tries(span: Span) -> list[Span]:
    return [
        child
        for child in span.get("children") or []
        if str(child.get("name")).startswith("Attempt ") and child.get("startedAt")
    ]


def _time(text: str | None) -> datetime | None:
    if not text:
        return None
    # Protobuf writes nanoseconds; Python 3.11 reads them and keeps microseconds.
    return datetime.fromisoformat(text)
