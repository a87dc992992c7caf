"""What Prometheus can ask about the steps of runs."""

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class Metrics:
    """Counters of one application. Labels are names from our own code, never a customer's words."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._steps = Counter(
            "worker_steps",
            "Calls by the engine, by function, step and outcome (done, failed, waits).",
            ["function", "step", "outcome"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "worker_step_seconds",
            "How long such a call took.",
            ["function", "step"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._synced = Gauge(
            "worker_synced",
            "1 once the engine has confirmed that it knows this worker's functions.",
            registry=self._registry,
        )

    def called(self, function: str, step: str, outcome: str, seconds: float) -> None:
        """Count one call."""
        self._steps.labels(function, step, outcome).inc()
        self._seconds.labels(function, step).observe(seconds)

    def synced(self) -> None:
        """Note that the engine knows us."""
        self._synced.set(1)

    def page(self) -> bytes:
        """The metrics as text."""
        return generate_latest(self._registry)
