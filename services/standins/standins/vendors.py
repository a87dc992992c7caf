"""The four vendors: which paths are their API, and how each of them reports trouble."""

from collections.abc import Callable
from dataclasses import dataclass

from standins.notopenai import errors as openai_errors
from standins.notpostmark import errors as postmark_errors
from standins.notslack import errors as slack_errors
from standins.notstripe import errors as stripe_errors
from standins.refusal import Refusal


@dataclass(frozen=True)
class Vendor:
    """`api` is the prefix of what a client calls; pages and `.json` lists are outside it."""

    name: str
    api: tuple[str, ...]
    trouble: Callable[[int], Refusal]


VENDORS = {
    vendor.name: vendor
    for vendor in (
        Vendor("openai", ("/openai/v1/",), openai_errors.trouble),
        Vendor("postmark", ("/postmark/email", "/postmark/messages/"), postmark_errors.trouble),
        Vendor("stripe", ("/stripe/v1/",), stripe_errors.trouble),
        Vendor("slack", ("/slack/services/",), slack_errors.trouble),
    )
}


def vendor_of(path: str) -> Vendor | None:
    """Whose API this path belongs to."""
    return next((vendor for vendor in VENDORS.values() if path.startswith(vendor.api)), None)
