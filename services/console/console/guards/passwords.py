"""Checks passwords, slowly enough for whoever guesses."""

import hashlib
import hmac
from collections import deque
from collections.abc import Callable
from enum import StrEnum

TRIES = 8
"""Wrong passwords for one name within `WINDOW_SECONDS`, before nobody is let in under it."""
TRIES_IN_ALL = 60
WINDOW_SECONDS = 600.0


class Check(StrEnum):
    """What came of one try."""

    RIGHT = "right"
    WRONG = "wrong"
    TOO_MANY = "too_many"


class Passwords:
    """The reviewers' passwords. Wrong tries are counted in this process."""

    def __init__(self, passwords: dict[str, str], clock: Callable[[], float]) -> None:
        self._passwords = passwords
        self._clock = clock
        self._of_name: dict[str, deque[float]] = {name: deque() for name in passwords}
        self._all: deque[float] = deque()

    def check(self, name: str, password: str) -> Check:
        """Equally long for a name that nobody has."""
        wrong = self._of_name.get(name, self._all)
        if self._recent(wrong) >= TRIES and wrong is not self._all:
            return Check.TOO_MANY
        if self._recent(self._all) >= TRIES_IN_ALL:
            return Check.TOO_MANY
        expected = self._passwords.get(name, "")
        if hmac.compare_digest(_digest(password), _digest(expected)) and expected:
            wrong.clear()
            return Check.RIGHT
        for counted in {id(each): each for each in (wrong, self._all)}.values():
            counted.append(self._clock())
        return Check.WRONG

    def _recent(self, tries: deque[float]) -> int:
        while tries and tries[0] <= self._clock() - WINDOW_SECONDS:
            tries.popleft()
        return len(tries)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="replace")).digest()
