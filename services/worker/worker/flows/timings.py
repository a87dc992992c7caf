"""How long the flows wait, for whom."""

from dataclasses import dataclass
from datetime import timedelta

RETRIES = 8
"""Tries after the first, per step: spread over some 79 minutes by the engine.

Its waits are 15 s, 30 s, 1 m, 2 m, 5 m, 10 m, 20 m and 40 m, each with up to 30 s on top. A call
to a worker that cannot be reached uses one up like any other, so an outage of ten minutes is over
before the seventh. Source: pkg/backoff/backoff.go of inngest v1.43.
"""


@dataclass(frozen=True)
class Timings:
    """What a deployment may choose."""

    refund_approval: timedelta
    greeting_pause: timedelta
