"""Which mail gets no answer, so that two machines never write to each other for ever.

Sources: RFC 3834 section 2 (Auto-Submitted), RFC 2369 (List-*), RFC 3464 (delivery reports),
Microsoft's X-Auto-Response-Suppress.
"""

from collections.abc import Mapping, Sequence

QUIET_SENDERS = frozenset(
    {"mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply", "bounces"}
)
BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
AUTO_MARKS = frozenset({"x-autoreply", "x-autorespond", "x-loop", "x-support-agent"})
REPLY_HEADERS: Mapping[str, str] = {
    "Auto-Submitted": "auto-replied",
    "X-Auto-Response-Suppress": "All",
    "X-Support-Agent": "nervous-system",
}
"""What our replies carry, so that other machines do not answer them."""

Headers = Sequence[tuple[str, str]]


def reason_not_to_reply(sender: str, headers: Headers, our_addresses: frozenset[str]) -> str | None:
    """Why this mail must stay unanswered, as one word for the audit, or None."""
    address = sender.strip().lower()
    if "@" not in address or not address.isprintable():
        return "no_sender"
    if address in our_addresses or _untagged(address) in our_addresses:
        return "own_address"
    if address.split("@", 1)[0] in QUIET_SENDERS:
        return "quiet_sender"
    for name, value in headers:
        if reason := _reason(name.strip().lower(), value.strip().lower()):
            return reason
    return None


def _untagged(address: str) -> str:
    mailbox, _, domain = address.partition("@")
    return mailbox.split("+", 1)[0] + "@" + domain


def _reason(name: str, value: str) -> str | None:
    head = value.split(";", 1)[0].strip()
    if name == "auto-submitted" and head != "no":
        return "auto_submitted"
    if name == "return-path" and head in ("<>", ""):
        return "bounce"
    if name == "precedence" and head in BULK:
        return "bulk"
    if name.startswith("list-"):
        return "mailing_list"
    if name == "x-auto-response-suppress" and {"all", "autoreply", "oof"} & {
        part.strip() for part in value.split(",")
    }:
        return "suppression_asked"
    if name in AUTO_MARKS:
        return "auto_reply"
    if name == "content-type" and head == "multipart/report":
        return "delivery_report"
    return None
