"""What Prometheus can ask: per process in tests, summed over gunicorn's processes in service.

With PROMETHEUS_MULTIPROC_DIR set, which `python -m ingress` does, the processes share files there
and any of them answers for all.
"""

import os
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """Counters of one application; labels are few and never a sender's words."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._webhooks = Counter(
            "ingress_webhooks",
            "Webhooks answered, by route and outcome.",
            ["route", "outcome"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "ingress_acknowledge_seconds",
            "From the first byte read to the answer.",
            ["route"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._relayed = Counter(
            "ingress_relayed_events",
            "Events the relay tried to bring to the engine, by outcome.",
            ["outcome"],
            registry=self._registry,
        )

    def acknowledged(self, route: str, outcome: str, seconds: float) -> None:
        self._webhooks.labels(route, outcome).inc()
        self._seconds.labels(route).observe(seconds)

    def relayed(self, outcome: str, count: int) -> None:
        self._relayed.labels(outcome).inc(count)

    def page(self, unsettled: tuple[int, float] | None) -> bytes:
        """The metrics as text; `unsettled` is what the outbox says, None while it cannot."""
        registry = self._registry
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        page = generate_latest(registry)
        if unsettled is None:
            return page
        extra = CollectorRegistry()
        extra.register(_Unsettled(*unsettled))
        return page + generate_latest(extra)


class _Unsettled:
    def __init__(self, rows: int, oldest_seconds: float) -> None:
        self._rows = rows
        self._oldest_seconds = oldest_seconds

    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily(
            "ingress_unsettled_rows",
            "Inbox rows whose event is not yet known to have arrived.",
            value=self._rows,
        )
        yield GaugeMetricFamily(
            "ingress_oldest_unsettled_seconds",
            "Age of the oldest such row.",
            value=self._oldest_seconds,
        )
