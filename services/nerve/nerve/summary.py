"""What many sends came to, in numbers."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nerve.delivery import Outcome
from nerve.receipt import receipt


@dataclass(frozen=True)
class Summary:
    """Counts, and percentiles of the answers' times in milliseconds (None without an answer)."""

    sent: int
    by_status: dict[str, int]
    duplicates: int
    """Answers in which ingress said that it had the message already."""
    unexpected: int
    """Good messages that were not accepted, and spoiled ones that were not refused."""
    p50: float | None
    p99: float | None


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """Add up."""
    times = sorted(outcome.milliseconds for outcome in outcomes if outcome.status is not None)
    return Summary(
        sent=len(outcomes),
        by_status=dict(sorted(Counter(_status(outcome) for outcome in outcomes).items())),
        duplicates=sum(receipt(outcome.answer).duplicate for outcome in outcomes),
        unexpected=sum(not outcome.as_expected for outcome in outcomes),
        p50=percentile(times, 50),
        p99=percentile(times, 99),
    )


def percentile(ascending: Sequence[float], percent: float) -> float | None:
    """The nearest-rank percentile: the smallest value that `percent` of them do not exceed."""
    if not ascending:
        return None
    return ascending[max(0, math.ceil(len(ascending) * percent / 100) - 1)]


def _status(outcome: Outcome) -> str:
    return "no answer" if outcome.status is None else str(outcome.status)
