"""The people who may decide."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Reviewer:
    """`id` is the name they sign in with."""

    id: str
    name: str
    email: str


class Reviewers(Protocol):
    """Reads the reviewers who are active. Raises `RecordsUnavailable`."""

    async def find(self, id: str, /) -> Reviewer | None: ...

    async def everybody(self) -> list[Reviewer]: ...
