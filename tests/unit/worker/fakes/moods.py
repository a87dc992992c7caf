"""A way to have any method of a fake fail, so many times."""

from collections import defaultdict


class Moods:
    """Errors that calls are to meet, in order; afterwards all is well."""

    def __init__(self) -> None:
        self._coming: dict[str, list[Exception]] = defaultdict(list)

    def expect(self, method: str, *errors: Exception) -> None:
        self._coming[method] += errors

    def meet(self, method: str) -> None:
        if self._coming[method]:
            raise self._coming[method].pop(0)
