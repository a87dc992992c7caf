"""Durations as people write them in settings: 90s, 30m, 4h, 2d."""

import re
from datetime import timedelta

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
WRITTEN = re.compile(r"([1-9][0-9]{0,8})([smhd])")
LONGEST = timedelta(days=366)
"""What the engine can wait. Source: pkg/consts/consts.go of inngest v1.43."""


def duration(written: str) -> timedelta:
    """The duration that was written.

    Raises:
        ValueError: not a whole number of s, m, h or d, or not between one second and 366 days.
    """
    match = WRITTEN.fullmatch(written.strip())
    if match is None:
        raise ValueError("write a whole number and a unit, as in 90s, 30m, 4h or 2d")
    length = timedelta(**{UNITS[match[2]]: int(match[1])})
    if length > LONGEST:
        raise ValueError("the engine waits for 366d at the most")
    return length
