"""One log line and one count for each call by the engine: which step, how it went, how long."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import inngest
import structlog

from worker.metrics import Metrics

log = structlog.get_logger()


def logbook(metrics: Metrics) -> Callable[[inngest.Inngest, object], inngest.Middleware]:
    """The middleware, for the engine's client."""

    def open_page(client: inngest.Inngest, raw_request: object) -> inngest.Middleware:
        return _Page(client, raw_request, metrics)

    return open_page


class _Page(inngest.Middleware):
    def __init__(self, client: inngest.Inngest, raw_request: object, metrics: Metrics) -> None:
        super().__init__(client, raw_request)
        self._metrics = metrics
        self._function = self._run_id = "unknown"
        self._attempt = 0
        self._started = perf_counter()

    async def transform_input(
        self,
        ctx: inngest.Context | inngest.ContextSync,
        function: inngest.Function[Any],
        steps: inngest.StepMemos,  # noqa: ARG002 - the library's signature
    ) -> None:
        """Note who is called."""
        self._function = function.local_id
        self._run_id = ctx.run_id
        self._attempt = ctx.attempt

    async def transform_output(self, result: inngest.TransformOutputResult) -> None:
        """Note how it went. The result itself is left alone."""
        seconds = perf_counter() - self._started
        step = result.step.id if result.step else "run"
        if result.error is not None:
            outcome = "failed"
        elif result.step is not None and result.step.op.value != "StepRun":
            outcome = "waits"
        else:
            outcome = "done"
        self._metrics.called(self._function, step, outcome, seconds)
        log.info(
            "called",
            function=self._function,
            step=step,
            outcome=outcome,
            run_id=self._run_id,
            attempt=self._attempt,
            ms=round(seconds * 1000, 1),
            **({"error": str(result.error)} if result.error is not None else {}),
        )
