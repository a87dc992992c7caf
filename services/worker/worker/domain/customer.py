"""Who writes to us, and what they bought."""

from dataclasses import dataclass
from enum import StrEnum

from worker.domain.money import Money


class Tier(StrEnum):
    """What a customer pays for."""

    STANDARD = "standard"
    PRO = "pro"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True)
class Customer:
    """A customer as our own records know them."""

    id: str
    name: str
    email: str
    tier: Tier


@dataclass(frozen=True)
class Order:
    """One order of a customer. Only `paid` and `failed` orders can have taken money."""

    id: str
    customer_id: str
    description: str
    amount: Money
    status: str
    placed_on: str
    charge_id: str | None
