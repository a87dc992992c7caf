"""An e-mail as Postmark's inbound webhook delivers it.

Source of the fields: postmarkapp.com/developer/webhooks/inbound-webhook.
"""

import base64
from collections.abc import Callable
from email.utils import format_datetime
from html import escape
from uuid import UUID

from nerve.samples import letters
from nerve.samples.letters import Letter
from nerve.samples.people import INBOUND_ADDRESS, SUPPORT, Person
from nerve.samples.sample import Draft, JsonObject, Sample, Sender, Wish

PATH = "/webhooks/postmark/inbound"


def inbound(name: str, about: str, letter: Letter) -> Sample:
    """A sample that brings this letter."""
    return Sample(f"postmark/{name}", Sender.POSTMARK, PATH, about, _writer(letter))


def _writer(letter: Letter) -> Callable[[Wish], Draft]:
    def write(wish: Wish) -> Draft:
        message_id = wish.provider_id or str(UUID(wish.nonce))
        return Draft(message_id, _payload(letter, wish, message_id))

    return write


def _payload(letter: Letter, wish: Wish, message_id: str) -> JsonObject:
    author = Person("", wish.sender) if wish.sender else letter.author
    text = wish.text if wish.text is not None else letter.text
    to = {"Email": SUPPORT.email, "Name": SUPPORT.name, "MailboxHash": ""}
    return {
        "FromName": author.name,
        "MessageStream": "inbound",
        "From": author.email,
        "FromFull": {"Email": author.email, "Name": author.name, "MailboxHash": ""},
        "To": f'"{SUPPORT.name}" <{SUPPORT.email}>',
        "ToFull": [to],
        "Cc": "",
        "CcFull": [],
        "Bcc": "",
        "BccFull": [],
        "OriginalRecipient": INBOUND_ADDRESS,
        "Subject": wish.subject if wish.subject is not None else letter.subject,
        "MessageID": message_id,
        "ReplyTo": "",
        "MailboxHash": "",
        "Date": format_datetime(wish.now),
        "TextBody": text,
        "HtmlBody": f"<html><body><p>{escape(text)}</p></body></html>",
        "StrippedTextReply": "",
        "Tag": "",
        "Headers": _headers(letter, author, wish),
        "Attachments": [_attachment(*attachment) for attachment in letter.attachments],
    }


def _headers(letter: Letter, author: Person, wish: Wish) -> list[dict[str, str]]:
    domain = author.email.rpartition("@")[2]
    usual = (
        ("X-Spam-Checker-Version", "SpamAssassin 3.4.0 (2014-02-07) on p-pm-inboundg02a-aws"),
        ("X-Spam-Status", "No"),
        ("X-Spam-Score", "-0.1"),
        ("X-Spam-Tests", "DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU,SPF_PASS"),
        ("Received-SPF", f"Pass (sender SPF authorized) identity=mailfrom; helo=mx.{domain}"),
        ("MIME-Version", "1.0"),
        ("Message-ID", f"<{wish.nonce}@{domain}>"),
    )
    return [{"Name": name, "Value": value} for name, value in (*usual, *letter.headers)]


def _attachment(name: str, content_type: str, content: bytes) -> JsonObject:
    return {
        "Name": name,
        "Content": base64.b64encode(content).decode(),
        "ContentType": content_type,
        "ContentLength": len(content),
        "ContentID": "",
    }


INBOUND = [
    inbound("question", "a question; the agent answers it", letters.QUESTION),
    inbound("duplicate-charge", "charged twice; a refund waits", letters.DUPLICATE_CHARGE),
    inbound("overcharge", "charged too much; a refund waits", letters.OVERCHARGE),
    inbound("failed-order", "charged for nothing; a refund waits", letters.FAILED_ORDER),
    inbound("auto-reply", "an out-of-office note; kept, not answered", letters.AUTO_REPLY),
    inbound("unknown-sender", "nobody we know; answered politely", letters.UNKNOWN_SENDER),
    inbound("bounce-notice", "from mailer-daemon; kept, not answered", letters.BOUNCE_NOTICE),
    inbound("list", "a newsletter; kept, not answered", letters.LIST),
    inbound("attachment", "a question with a PDF", letters.ATTACHMENT),
]
