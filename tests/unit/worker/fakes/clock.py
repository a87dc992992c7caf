"""Time that passes when a test says so."""

from dataclasses import dataclass


@dataclass
class Clock:
    """Seconds since the test began."""

    now: float = 0.0

    def advance(self, seconds: float) -> None:
        self.now += seconds
