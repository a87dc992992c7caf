"""Replies go out through Postmark.

Source: postmarkapp.com/developer/api/email-api and /developer/api/messages-api.
"""

import re
from uuid import UUID

import httpx

from worker.adapters.vendor_calls import body_of, call
from worker.domain.mail_manners import REPLY_HEADERS
from worker.ports.case_files import OutgoingReply
from worker.ports.failures import Temporary

VENDOR = "Postmark"
SEND_LIMIT_S = 10
FIND_LIMIT_S = 5
"""Together well under the time for which a reply is claimed."""
REFERENCES_KEPT = 20
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")


class PostmarkMailbox:
    """Keeps ports.Mailbox. The reply's id travels as metadata, by which it can be found again."""

    def __init__(
        self, client: httpx.AsyncClient, base_url: str, server_token: str, support_address: str
    ) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._headers = {"X-Postmark-Server-Token": server_token, "Accept": "application/json"}
        self._support_address = support_address

    async def send(self, reply: OutgoingReply) -> str:
        """See ports.Mailbox.send."""
        response = await call(
            self._client,
            VENDOR,
            "POST",
            f"{self._base_url}/email",
            limit_s=SEND_LIMIT_S,
            headers=self._headers,
            json={
                "From": self._support_address,
                "To": reply.recipient,
                "ReplyTo": thread_address(self._support_address, reply.ticket_id),
                "Subject": " ".join(reply.subject.split()),
                "TextBody": reply.body,
                "Headers": [
                    {"Name": name, "Value": value} for name, value in _headers_of(reply).items()
                ],
                "Metadata": {"reply_id": str(reply.reply_id)},
                "MessageStream": "outbound",
            },
        )
        return _id_in(body_of(response, VENDOR))

    async def find(self, reply_id: UUID) -> str | None:
        """See ports.Mailbox.find."""
        response = await call(
            self._client,
            VENDOR,
            "GET",
            f"{self._base_url}/messages/outbound",
            limit_s=FIND_LIMIT_S,
            headers=self._headers,
            params={"count": "1", "offset": "0", "metadata_reply_id": str(reply_id)},
        )
        messages = body_of(response, VENDOR).get("Messages")
        if not isinstance(messages, list):
            raise Temporary(f"{VENDOR} answered without a list of messages")
        if not messages:
            return None
        return _id_in(messages[0])


def thread_address(support_address: str, ticket_id: UUID) -> str:
    """Where an answer to our reply goes, so that it finds its ticket again."""
    mailbox, _, domain = support_address.partition("@")
    return f"{mailbox}+{ticket_id}@{domain}"


def _id_in(message: object) -> str:
    provider_id = message.get("MessageID") if isinstance(message, dict) else None
    if not isinstance(provider_id, str) or not provider_id:
        raise Temporary(f"{VENDOR} answered without a MessageID")
    return provider_id


def _headers_of(reply: OutgoingReply) -> dict[str, str]:
    headers = dict(REPLY_HEADERS)
    # Both come from the sender's own headers: only what looks like message ids is passed on.
    answered = MESSAGE_ID.findall(reply.in_reply_to or "")
    thread = MESSAGE_ID.findall(reply.references or "")
    if answered:
        headers["In-Reply-To"] = answered[0]
    if thread:
        headers["References"] = " ".join(thread[-REFERENCES_KEPT:])
    return headers
