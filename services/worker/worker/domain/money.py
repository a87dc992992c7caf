"""Amounts of money in the currency's smallest unit, as Stripe counts them."""

from dataclasses import dataclass

ZERO_DECIMAL = frozenset({"jpy", "krw", "vnd", "clp", "isk", "ugx", "xaf", "xof"})


@dataclass(frozen=True)
class Money:
    """So many cents (or yen) of a currency named by its lower-case ISO 4217 code."""

    cents: int
    currency: str

    def __str__(self) -> str:
        if self.currency in ZERO_DECIMAL:
            return f"{self.cents} {self.currency.upper()}"
        return f"{self.cents // 100}.{self.cents % 100:02d} {self.currency.upper()}"
