"""The clerk's sentences: warm, short, and never promising what did not happen."""

import re

from standins.notopenai.facts import Order

SIGNATURE = "\n\nWarm regards,\nThe support team"
TOPICS = (
    (
        r"refund|money back|reimburse|erstatt|rembours|reembols|rimbors",
        "A person looks at every refund request; the reasons we accept are a double charge, an "
        "overcharge and an order that failed. No refund has been made. If one of these happened "
        "to you, just tell us which order it was.",
    ),
    (
        r"cancel|unsubscribe|kündig|résili",
        "You can cancel at any time under Settings > Plan, and "
        "you keep access until the end of the period you have paid for.",
    ),
    (
        r"invoice|receipt|rechnung|facture|factura",
        "You find every invoice under Settings > Billing, ready to download as a PDF.",
    ),
    (
        r"password|log ?in|sign ?in|locked out",
        'Please use "Forgot password" on the sign-in page; '
        "the link in that e-mail works for one hour.",
    ),
    (
        r"upgrade|\bseats?\b|switch|change (?:my )?plan",
        "You can change your plan or add seats under "
        "Settings > Plan; the difference is charged for the rest of the period only.",
    ),
    (r"thank", "Thank you for the kind words, they made our day."),
)


def to_a_stranger() -> str:
    return (
        "Hello,\n\nThank you for writing to us. We could not match your address to an account, so "
        "we cannot look anything up from here. Could you write to us again from the address you "
        "signed up with? We are glad to help from there." + SIGNATURE
    )


def answer(name: str | None, email: str, orders: list[Order]) -> str:
    topic = next((reply for words, reply in TOPICS if re.search(words, email[:20_000], re.I)), None)
    advice = topic or "We have read your message and are happy to help."
    close = "If anything is still open, just reply to this e-mail."
    return _letter(name, " ".join(filter(None, (_facts(orders), advice, close))))


def which_order(name: str | None, orders: list[Order]) -> str:
    seen = f" On your account we see {_list(orders)}." if orders else ""
    return _letter(
        name,
        "We are sorry about the trouble. We want to get this right but could not tell which "
        f"order it is about.{seen} Could you reply with the order number?",
    )


def passed_on(name: str | None, order: Order) -> str:
    return _letter(
        name,
        f"We are sorry about the trouble with {_named(order)}. A colleague will look at it and "
        "get back to you.",
    )


def refund_issued(name: str | None, order: Order | None, cents: object) -> str:
    amount = f" of {_money(cents)}" if isinstance(cents, int) else ""
    return _letter(
        name,
        f"We are sorry about the mix-up. Your refund{amount} for {_named(order)} has been issued; "
        "it usually takes five to ten days to appear on your statement.",
    )


def refund_declined(name: str | None, order: Order | None) -> str:
    return _letter(
        name,
        f"Thank you for your patience. We looked into what happened with {_named(order)}. "
        "Your refund was declined, so no refund has been made. If you think we missed something, "
        "please reply with the details and a person will look again.",
    )


def refund_pending(name: str | None, order: Order | None) -> str:
    return _letter(
        name,
        f"We are looking into your request about {_named(order)} and will write to you again as "
        "soon as there is a decision.",
    )


def _letter(name: str | None, words: str) -> str:
    return f"Hello{' ' + name if name else ''},\n\n{words}{SIGNATURE}"


def _facts(orders: list[Order]) -> str:
    if not orders:
        return ""
    latest = orders[-1]
    return f"Your latest order with us is {_named(latest)} for {_money(latest.amount_cents)}."


def _list(orders: list[Order]) -> str:
    return "; ".join(f"{_named(order)}, {_money(order.amount_cents)}" for order in orders[-5:])


def _named(order: Order | None) -> str:
    if order is None:
        return "your order"
    return f"{order.description} ({order.id})" if order.description else f"order {order.id}"


def _money(cents: int) -> str:
    return f"${cents / 100:,.2f}"
