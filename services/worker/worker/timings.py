"""How long runs wait, as far as a deployment may choose."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Timings:
    """For people to decide about a refund; between a greeting and the farewell."""

    refund_approval: timedelta
    greeting_pause: timedelta
