"""Reviewers are told through a Slack incoming webhook.

Source: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks.
"""

from uuid import UUID

import httpx

from worker.adapters.vendor_calls import call

VENDOR = "Slack"
LIMIT_S = 10


class SlackReviewers:
    """Keeps ports.Reviewers. The message carries the approval's id and no customer data."""

    def __init__(self, client: httpx.AsyncClient, webhook_url: str) -> None:
        self._client = client
        self._webhook_url = webhook_url

    async def tell(self, approval_id: UUID) -> None:
        """See ports.Reviewers.tell."""
        text = f"A refund waits for a decision: approval {approval_id}"
        await call(
            self._client,
            VENDOR,
            "POST",
            self._webhook_url,
            limit_s=LIMIT_S,
            json={
                "text": text,
                "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}],
            },
        )
