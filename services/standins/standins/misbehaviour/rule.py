"""One way of misbehaving, and which requests it is meant for."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

LONGEST_DELAY_MS = 10 * 60 * 1000


class Rule(BaseModel):
    """`times` is how many matching requests it spoils; null means until it is cleared.

    `drop_answer` closes the connection without an answer, `before` or `after` the effect.
    `status` is answered instead of any effect. `delay_ms` comes first and may stand alone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    times: int | None = Field(default=1, ge=1, le=1_000_000)
    delay_ms: int = Field(default=0, ge=0, le=LONGEST_DELAY_MS)
    status: int | None = Field(default=None, ge=400, le=599)
    drop_answer: Literal["before", "after"] | None = None
    match: str | None = Field(default=None, min_length=1, max_length=1000)
    path: str | None = Field(default=None, min_length=1, max_length=200)

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if self.status is not None and self.drop_answer is not None:
            raise ValueError("status and drop_answer exclude each other: give one of them")
        if self.status is None and self.drop_answer is None and not self.delay_ms:
            raise ValueError("nothing to do: give delay_ms, status or drop_answer")
        return self

    def fits(self, path: str, content: str) -> bool:
        """`path` is looked for in the request's path, `match` in its body, whatever the case."""
        return (self.path is None or self.path.lower() in path.lower()) and (
            self.match is None or self.match.lower() in content.lower()
        )
