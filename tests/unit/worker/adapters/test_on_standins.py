"""The adapters on the stand-ins' own code: both sides must mean the same API."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from standins.app import create_app
from standins.settings import Settings as StandinSettings
from worker.adapters.postmark_mailbox import PostmarkMailbox
from worker.adapters.slack_reviewers import SlackReviewers
from worker.ports.case_files import OutgoingReply
from worker.settings import load


@pytest.fixture
async def standins() -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(StandinSettings(standins_db=""))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://standins:8090"
        ) as client,
    ):
        yield client


async def test_a_sent_reply_can_be_found_again_and_another_cannot(
    standins: httpx.AsyncClient,
) -> None:
    mailbox = PostmarkMailbox(
        standins, "http://standins:8090/postmark", "local-only", "support@example.com"
    )
    reply = OutgoingReply(
        reply_id=uuid4(),
        ticket_id=uuid4(),
        recipient="sara@example.com",
        subject="Re: help",
        body="On its way.",
        in_reply_to="<a@example.com>",
        references="<a@example.com>",
        resumed=False,
    )
    assert await mailbox.find(reply.reply_id) is None
    provider_id = await mailbox.send(reply)
    assert await mailbox.find(reply.reply_id) == provider_id
    assert await mailbox.find(uuid4()) is None


async def test_reviewers_are_told_at_the_url_that_a_laptop_gets(
    standins: httpx.AsyncClient,
) -> None:
    settings = load(
        app_env="local",
        database_url="postgresql://nobody@nowhere/nothing",
        openai_api_key="sk-local-only",
        postmark_server_token="local-only",
        stripe_api_key="sk_test_local_only",
        inngest_event_key="local-only",
        inngest_signing_key="abcd",
        slack_webhook_url=None,
        standins_url="http://standins:8090",
    )
    approval_id = uuid4()
    await SlackReviewers(standins, settings.slack_url).tell(approval_id)
    assert str(approval_id) in (await standins.get("/slack/messages.json")).text
