"""How amounts, times and states are written."""

from datetime import UTC, datetime, timedelta

_WHOLE = frozenset(
    {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv"}
    | {"xaf", "xof", "xpf"}
)
"""Currencies without cents, as Stripe counts them: docs.stripe.com/currencies."""

_STATES = {
    "waiting_for_approval": "waiting for a person",
    "pending": "waiting",
    "needs_human": "needs a person",
}


def money(cents: int, currency: str) -> str:
    """`$49.00` for dollars, `49.00 EUR` for the rest, `49 JPY` where there are no cents."""
    amount = f"{cents:,}" if currency in _WHOLE else f"{cents / 100:,.2f}"
    return f"${amount}" if currency == "usd" else f"{amount} {currency.upper()}"


def clock(at: datetime | None) -> str:
    """`22 Nov 23:58:07`, in UTC."""
    return at.astimezone(UTC).strftime("%-d %b %H:%M:%S") if at else "never"


def ago(at: datetime | None) -> str:
    """`3 min ago`. Whole minutes: what changes every second is sent anew every second."""
    if at is None:
        return "never"
    seconds = (datetime.now(UTC) - at).total_seconds()
    return f"{_minutes(seconds)} ago" if seconds >= 60 else "a moment ago"


def left(until: datetime) -> str:
    """`3 h 12 min`, or `none`. The seconds are counted by the page itself."""
    seconds = (until - datetime.now(UTC)).total_seconds()
    if seconds <= 0:
        return "none"
    return _minutes(seconds) if seconds >= 60 else "under a minute"


def span(seconds: float) -> str:
    """A length of time in its two largest units."""
    whole = timedelta(seconds=max(0, int(seconds)))
    hours, rest = divmod(whole.seconds, 3600)
    minutes, remaining = divmod(rest, 60)
    if whole.days:
        return f"{whole.days} d {hours} h" if hours else f"{whole.days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if minutes >= 5:
        return f"{minutes} min"
    return f"{minutes} min {remaining} s" if minutes else f"{remaining} s"


def _minutes(seconds: float) -> str:
    return span(seconds // 60 * 60).removesuffix(" 0 s")


def state(word: str) -> str:
    """A status as people say it."""
    return _STATES.get(word, word.replace("_", " "))
