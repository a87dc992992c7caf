"""What the tools told the clerk about the customer, their orders and a refund."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

LONGEST_OUTPUT = 200_000

NEGATIVE = re.compile(
    r"declin|reject|expir|block|not approved|den(?:ied|y)|refus|fail|error|cannot|can't"
    r"|could not|couldn't|unable|\bnot\b|\bno\b|invalid|unknown|cancel|timed? ?out|false",
    re.I,
)
POSITIVE = re.compile(r"\b(?:refunded|issued|succeeded|completed|done|ok)\b", re.I)
STRANGER = re.compile(r"not[ _]found|no (?:such )?customer|unknown|\bnone\b|error|not known", re.I)


@dataclass(frozen=True)
class Order:
    """An order as the look-up returned it; `placed` is when, as text that sorts."""

    id: str
    amount_cents: int
    description: str
    status: str
    placed: str


class RefundOutcome(Enum):
    ISSUED = "issued"
    DECLINED = "declined"
    PENDING = "pending"


def read_customer_name(output: str | None) -> str | None:
    """The first name of the customer; "" when known without a name, None for a stranger."""
    if output is None:
        return None
    for record in _records(_value(output)):
        if isinstance(record.get("name"), str):
            return str(record["name"]).split(" ")[0][:40]
        if record.get("id") or record.get("customer_id") or record.get("tier"):
            return ""
    named = re.search(r"\bname\b\W{1,3}([^\W\d_][\w'-]*)", output)
    if named and not STRANGER.search(output):
        return named[1]
    return None


def read_orders(output: str | None) -> list[Order]:
    """The orders in a look-up's answer, oldest first."""
    orders = [order for record in _records(_value(output or "")) if (order := _order(record))]
    return sorted(orders, key=lambda order: (order.placed, order.id))


def read_refund_outcome(output: str) -> RefundOutcome:
    """Never `ISSUED` unless the tool says so and says nothing to the contrary."""
    status = next(
        (
            str(record[key])
            for record in _records(_value(output))
            for key in ("status", "outcome", "result", "decision")
            if isinstance(record.get(key), str)
        ),
        output,
    )
    if NEGATIVE.search(status):
        return RefundOutcome.DECLINED
    return RefundOutcome.ISSUED if POSITIVE.search(status) else RefundOutcome.PENDING


def _order(record: dict[str, Any]) -> Order | None:
    order_id = record.get("order_id") or record.get("id")
    amount = record.get("amount_cents", record.get("amount"))
    if not isinstance(order_id, str) or not isinstance(amount, int) or isinstance(amount, bool):
        return None
    return Order(
        id=order_id,
        amount_cents=amount,
        description=str(record.get("description") or ""),
        status=str(record.get("status") or "").lower(),
        placed=str(record.get("created_at") or record.get("placed_on") or ""),
    )


def _value(output: str) -> object:
    """JSON, or the Python notation that an SDK falls back to; None when it is neither."""
    if len(output) > LONGEST_OUTPUT:
        return None
    for parse in (json.loads, ast.literal_eval):
        try:
            return parse(output)
        except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
            continue
    return None


def _records(value: object) -> Iterator[dict[str, Any]]:
    """Every object inside a value, outer ones first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _records(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _records(inner)
