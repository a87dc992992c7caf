"""The index of the front door: which sender posts where."""

import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ingress.front_desk import FrontDesk
from ingress.settings import Settings
from ingress.signatures.basic import BasicCredentials
from ingress.signatures.bearer import BearerToken
from ingress.signatures.standard import StandardSignature
from ingress.signatures.stripe import StripeSignature
from ingress.webhooks.admin import AdminWebhook
from ingress.webhooks.json_sender import JsonWebhook
from ingress.webhooks.postmark import PostmarkInbound
from ingress.webhooks.postmark_events import PostmarkEvents
from ingress.webhooks.stripe import StripeWebhook
from ingress.webhooks.webhook import Webhook


def webhooks(settings: Settings) -> dict[str, Webhook]:
    """Every webhook there is, by its path."""
    postmark = BasicCredentials(
        settings.postmark_webhook_user.get_secret_value(),
        settings.postmark_webhook_password.get_secret_value(),
    )
    stripe = StripeSignature(settings.stripe_webhook_secrets, time.time)
    return {
        "/webhooks/stripe": StripeWebhook(stripe, settings.stripe_livemode),
        "/webhooks/postmark/inbound": PostmarkInbound(postmark),
        "/webhooks/postmark/events": PostmarkEvents(postmark),
        "/webhooks/admin": AdminWebhook(StandardSignature(settings.admin_webhook_secrets)),
        "/webhooks/json/{source}/{event}": JsonWebhook(
            BearerToken(settings.json_webhook_token.get_secret_value())
        ),
    }


def routes(webhooks: dict[str, Webhook], desk: FrontDesk) -> list[BaseRoute]:
    """One POST route for each; plain ones, since a body must not be read before its time."""
    return [
        Route(path, _endpoint(webhook, desk), methods=["POST"], name=webhook.route)
        for path, webhook in webhooks.items()
    ]


def _endpoint(webhook: Webhook, desk: FrontDesk) -> Callable[[Request], Awaitable[Response]]:
    async def receive(request: Request) -> Response:
        return await desk.receive(webhook, request)

    return receive
