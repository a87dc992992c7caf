"""What the next refunds shall come to, as tests order it."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from standins.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS stripe_plans (seq INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL);
"""
LONGEST_MS = 10 * 60 * 1000


class Plan(BaseModel):
    """`takes_ms` is how long the refund stays in flight before it is made.

    `error` is answered and kept under the idempotency key, as Stripe keeps its own 500s; with
    `made` the refund is made all the same.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: Literal["succeeded", "pending"] = "succeeded"
    takes_ms: int = Field(default=0, ge=0, le=LONGEST_MS)
    error: int | None = Field(default=None, ge=500, le=599)
    made: bool = False

    @model_validator(mode="after")
    def _made_belongs_to_an_error(self) -> Self:
        if self.made and self.error is None:
            raise ValueError("made goes with error: without one, the refund is made anyway")
        return self


class Plans:
    """Each refund that is carried out uses up the oldest."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, plan: Plan) -> None:
        self._store.run("INSERT INTO stripe_plans (plan) VALUES (?)", plan.model_dump_json())

    def take(self) -> Plan:
        row = self._store.one(
            "DELETE FROM stripe_plans WHERE seq = (SELECT min(seq) FROM stripe_plans)"
            " RETURNING plan"
        )
        return Plan.model_validate_json(row["plan"]) if row else Plan()
