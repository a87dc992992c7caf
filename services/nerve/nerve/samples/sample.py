"""What a sample is: a name, a sender, a route, and how to write one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

JsonObject = dict[str, Any]


class Sender(StrEnum):
    """Who sends it, and so how it proves itself."""

    POSTMARK = "postmark"
    STRIPE = "stripe"
    ADMIN = "admin"
    JSON = "json"


@dataclass(frozen=True)
class Wish:
    """What one message is to be like. `nonce` is fresh hex that its ids are made of."""

    nonce: str
    now: datetime
    variant: str = ""
    provider_id: str | None = None
    sender: str | None = None
    subject: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Draft:
    """A message before it is signed; `provider_id` is what its sender calls it."""

    provider_id: str
    payload: JsonObject


@dataclass(frozen=True)
class Sample:
    """One kind of message. The first of `variants`, where there are any, is the usual one."""

    name: str
    sender: Sender
    path: str
    about: str
    write: Callable[[Wish], Draft]
    variants: tuple[str, ...] = ()
