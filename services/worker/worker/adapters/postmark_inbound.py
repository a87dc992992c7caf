"""What an inbound webhook of Postmark's says, with everything missing or odd made harmless.

Source of the fields: postmarkapp.com/developer/webhooks/inbound-webhook.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

MESSAGE_ID = re.compile(r"<([^<>\s@]{1,250})(@[^<>\s]{1,250})?>")
SUBJECT_LENGTH = 500
BODY_LENGTH = 64_000
HEADERS_READ = 200


@dataclass(frozen=True)
class InboundEmail:
    """The parts of a mail that the support desk works with."""

    sender: str
    recipient: str
    subject: str
    text: str
    headers: tuple[tuple[str, str], ...]
    mailbox_hash: str
    rfc_message_id: str | None
    rfc_references: str | None

    @property
    def answered_ids(self) -> list[str]:
        """The vendor's ids (left of the @) of the mails that this one answers."""
        named = [value for name, value in self.headers if name.lower() == "in-reply-to"]
        named.append(self.rfc_references or "")
        return [match.group(1) for value in named for match in MESSAGE_ID.finditer(value)][:50]


def read(payload: Mapping[str, Any]) -> InboundEmail:
    """Never fails: what is missing is empty, what is too long is cut."""
    headers = tuple(_headers(payload.get("Headers")))
    return InboundEmail(
        sender=_sender(payload),
        recipient=_text(payload.get("OriginalRecipient") or payload.get("To"))[:320],
        subject=" ".join(_text(payload.get("Subject")).split())[:SUBJECT_LENGTH],
        text=_body(payload)[:BODY_LENGTH],
        headers=headers,
        mailbox_hash=_text(payload.get("MailboxHash"))[:100],
        rfc_message_id=_first(headers, "message-id"),
        rfc_references=_first(headers, "references"),
    )


def _sender(payload: Mapping[str, Any]) -> str:
    full = payload.get("FromFull")
    address = _text(full.get("Email")) if isinstance(full, Mapping) else ""
    return (address or parseaddr(_text(payload.get("From")))[1]).strip()[:320]


def _body(payload: Mapping[str, Any]) -> str:
    plain = _text(payload.get("StrippedTextReply")) or _text(payload.get("TextBody"))
    if plain.strip():
        return plain.strip()
    # No parser of ours ever interprets a customer's HTML: its tags are dropped, no more.
    html = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", " ", _text(payload.get("HtmlBody")))
    return re.sub(r"\s{2,}", "\n", re.sub(r"(?s)<[^>]*>", " ", html)).strip()


def _headers(value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, list):
        return []
    return [
        (_text(header.get("Name")), _text(header.get("Value"))[:2000])
        for header in value[:HEADERS_READ]
        if isinstance(header, Mapping)
    ]


def _first(headers: tuple[tuple[str, str], ...], wanted: str) -> str | None:
    for name, value in headers:
        if name.lower() == wanted and value.strip():
            return " ".join(value.split())[:2000]
    return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
