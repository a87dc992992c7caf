"""Which webhooks to send, and in which order."""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from nerve.failures import Unusable
from nerve.samples.sample import Sample, Wish
from nerve.signing import Signer
from nerve.webhook import Fault, Webhook, webhook

ALL_VARIANTS = "all"


@dataclass(frozen=True)
class Order:
    """What the operator asked for. `wish` is the pattern that each message is made from."""

    sample: Sample
    wish: Wish
    repeat: int = 1
    faults: tuple[Fault, ...] = ()
    shuffle: bool = False
    seed: int | None = None


def traffic(order: Order, signer: Signer) -> list[Webhook]:
    """Every webhook to post.

    One message gets all the faults asked for. With `repeat`, messages take turns: the first has
    the first fault, the second the second, so that each shows on its own.
    """
    planned = [sent for number in range(order.repeat) for sent in _message(order, signer, number)]
    if order.shuffle:
        random.Random(order.seed).shuffle(planned)  # noqa: S311  an order, not a secret
    return planned


def pattern(
    sample: Sample,
    variant: str | None,
    *,
    sender: str | None = None,
    subject: str | None = None,
    text: str | None = None,
    provider_id: str | None = None,
) -> Wish:
    """A wish for this sample.

    Raises:
        Unusable: the sample has no such variant.
    """
    if variant is not None and variant not in (*sample.variants, ALL_VARIANTS):
        known = ", ".join([*sample.variants, ALL_VARIANTS]) if sample.variants else "none"
        raise Unusable(f"--variant {variant!r} is not one of {sample.name}'s: {known}.")
    return Wish(
        nonce="",
        now=datetime.now(UTC),
        variant=variant or "",
        provider_id=provider_id,
        sender=sender,
        subject=subject,
        text=text,
    )


def _message(order: Order, signer: Signer, number: int) -> Iterator[Webhook]:
    faults = _faults(order, number)
    wish = replace(order.wish, nonce=secrets.token_hex(16))
    for variant in _variants(order):
        sent = webhook(order.sample, replace(wish, variant=variant), signer, faults)
        yield sent
        if Fault.DUPLICATE in faults:
            again = ("duplicate: the same id and body a second time",)
            yield replace(sent, on_purpose=sent.on_purpose + again)


def _faults(order: Order, number: int) -> frozenset[Fault]:
    if order.repeat == 1 or not order.faults:
        return frozenset(order.faults)
    return frozenset({order.faults[number % len(order.faults)]})


def _variants(order: Order) -> tuple[str, ...]:
    if order.wish.variant == ALL_VARIANTS and order.sample.variants:
        return order.sample.variants
    return (order.wish.variant,)
