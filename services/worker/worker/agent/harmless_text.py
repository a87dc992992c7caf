"""The reply path is a way out for data: no links, nobody else's address, nothing hidden."""

import re

from worker.agent.visible_text import visible

SUBJECT_LIMIT = 200
BODY_LIMIT = 8_000
LINK_REMOVED = "[link removed]"
ADDRESS_REMOVED = "[address removed]"

# Every repetition has a bound: the text may come from somebody who wants the search to take hours.
_ADDRESS = re.compile(
    r"(?:mailto:)?([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10})", re.IGNORECASE
)
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()]{0,2000}\)")
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
_LINK = re.compile(
    r"\b[a-z][a-z0-9+.-]{0,20}://\S+|\bwww\.\S+|\b(?:javascript|data|tel|sms):\S+"
    r"|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,40}[a-z]{2,63}/\S*"
    r"|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,40}(?:com|net|org|info|biz|io|co|ai|app|dev|xyz|top|"
    r"site|online|shop|click|link|example|ru|cn|de|uk|eu|me|to|ly|gg)\b",
    re.IGNORECASE,
)


def harmless_body(text: str, own_address: str | None) -> str:
    """The text without links and addresses; the customer's own address may stay."""
    clean = _TAG.sub("", _MARKDOWN_LINK.sub(r"\1", visible(text)[: 2 * BODY_LIMIT]))

    def address(found: re.Match[str]) -> str:
        mine = own_address is not None and found[1].lower() == own_address.lower()
        return found[1] if mine else ADDRESS_REMOVED

    # Split at addresses first, so that the customer's own is not taken for a link.
    parts = re.split(f"({_ADDRESS.pattern})", clean, flags=re.IGNORECASE)
    texts = [
        _LINK.sub(LINK_REMOVED, part) if index % 3 == 0 else _ADDRESS.sub(address, part)
        for index, part in enumerate(parts)
        if index % 3 != 2
    ]
    return "".join(texts).strip()[:BODY_LIMIT].rstrip()


def harmless_subject(text: str, own_address: str | None) -> str:
    """One line, short, and as harmless as the body."""
    return " ".join(harmless_body(text, own_address).split())[:SUBJECT_LIMIT]
