"""Amounts as people write them."""


def money(cents: int, currency: str) -> str:
    """`$49.00` for dollars, `49.00 EUR` for the rest."""
    amount = f"{cents / 100:,.2f}"
    return f"${amount}" if currency == "usd" else f"{amount} {currency.upper()}"
