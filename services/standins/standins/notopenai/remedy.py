"""Which order to refund, and how much of it."""

import re
from dataclasses import dataclass

from standins.notopenai.complaint import Complaint
from standins.notopenai.facts import Order

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{2})?|\d{1,7}(?:[.,]\d{2})?"
AMOUNT = rf"(?:(?:[$€£]|USD|EUR)\s?(?:{NUMBER})|(?:{NUMBER})\s?(?:USD|EUR|dollars|euros))"
INSTEAD = re.compile(
    rf"({AMOUNT})[^.\d]{{0,40}}?(?:instead of|rather than|not)[^\d$€£]{{0,20}}({AMOUNT})", re.I
)
BY = re.compile(
    rf"(?:too much|over-?charged)[^.\d$€£]{{0,20}}({AMOUNT})|({AMOUNT})\s+too much", re.I
)


@dataclass(frozen=True)
class Remedy:
    """A refund worth asking for, in cents of the order's currency."""

    order: Order
    amount_cents: int
    reason: str


def remedy_for(email: str, complaint: Complaint, orders: list[Order]) -> Remedy | None:
    """The refund this mail asks for, or None when it is not clear which order is meant.

    An order that the mail names wins, if it is the customer's. `orders` are oldest first.
    """
    open_orders = [order for order in orders if order.status != "refunded"]
    named = [order for order in open_orders if re.search(rf"\b{re.escape(order.id)}\b", email)]
    names_another = not named and re.search(r"\bord_\w+", email) is not None
    if names_another and complaint is not Complaint.DUPLICATE:
        return None
    order = _order_meant(email, complaint, named, open_orders)
    if order is None:
        return None
    amount = order.amount_cents
    if complaint is Complaint.OVERCHARGE:
        amount = min(_difference(email) or amount, amount)
    return Remedy(order, amount, complaint.value)


def _order_meant(
    email: str, complaint: Complaint, named: list[Order], orders: list[Order]
) -> Order | None:
    if named:
        return named[-1] if complaint is Complaint.DUPLICATE else named[0]
    if complaint is Complaint.DUPLICATE:
        return _later_of_equals(orders)
    if complaint is Complaint.FAILED_ORDER:
        failed = [order for order in orders if order.status == "failed"]
        likely = failed or (orders if len(orders) == 1 else [])
        return likely[-1] if likely else None
    paid = [order for order in orders if order.status != "failed"]
    amounts = _amounts(email)
    by_amount = [order for order in paid if order.amount_cents in amounts]
    if by_amount:
        return by_amount[-1]
    if len(paid) == 1 or (paid and complaint is Complaint.OVERCHARGE):
        return paid[-1]
    return None


def _later_of_equals(orders: list[Order]) -> Order | None:
    """The newest order that repeats an earlier one."""
    paid = [order for order in orders if order.status != "failed"]
    for at in range(len(paid) - 1, 0, -1):
        for earlier in paid[:at]:
            same = earlier.description == paid[at].description
            if same and earlier.amount_cents == paid[at].amount_cents:
                return paid[at]
    return None


def _difference(email: str) -> int | None:
    """How much too much it was, where the mail says so."""
    if both := INSTEAD.search(email):
        return abs(_cents(both[1]) - _cents(both[2])) or None
    if by := BY.search(email):
        return _cents(by[1] or by[2]) or None
    return None


def _amounts(email: str) -> set[int]:
    return {_cents(amount) for amount in re.findall(AMOUNT, email, re.I)}


def _cents(amount: str) -> int:
    digits = re.sub(r"[^\d.,]|,(?=\d{3})", "", amount).replace(",", ".")
    whole, _, part = digits.partition(".")
    return int(whole) * 100 + int(part or 0)
