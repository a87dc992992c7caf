"""Posting webhooks to ingress: bounded, paced, and timed."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from nerve.failures import Unusable
from nerve.webhook import Webhook

AT_ONCE = 20
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True)
class Outcome:
    """What came of one POST. `status` is None where no answer came; then `answer` says why."""

    webhook: Webhook
    status: int | None
    answer: str
    milliseconds: float

    @property
    def accepted(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def as_expected(self) -> bool:
        """Whether what was spoiled was refused, by a 4xx, and what was not was accepted."""
        if self.webhook.must_be_refused:
            return self.status is not None and 400 <= self.status < 500
        return self.accepted


async def deliver(
    webhooks: list[Webhook],
    ingress_url: str,
    *,
    rate: float | None = None,
    told: Callable[[Outcome], None] = lambda _: None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> list[Outcome]:
    """Post them all, at most `rate` a second and 20 at once, in the order in which they start.

    A message and its duplicate may overtake each other, as they do in life.

    Raises:
        Unusable: ingress answered none of them.
    """
    gate = asyncio.Semaphore(AT_ONCE)
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(
        base_url=ingress_url, timeout=TIMEOUT_SECONDS, limits=limits, transport=transport
    ) as client:

        async def one(webhook: Webhook) -> Outcome:
            try:
                outcome = await _post(client, webhook)
            finally:
                gate.release()
            told(outcome)
            return outcome

        tasks = []
        started = time.monotonic()
        for number, webhook in enumerate(webhooks):
            if rate is not None:
                await asyncio.sleep(max(0.0, started + number / rate - time.monotonic()))
            await gate.acquire()
            tasks.append(asyncio.create_task(one(webhook)))
        outcomes = await asyncio.gather(*tasks)
    if outcomes and all(outcome.status is None for outcome in outcomes):
        raise Unusable(
            f"INGRESS_URL: nothing answers at {ingress_url} ({outcomes[0].answer});"
            " is ingress up? docker compose ps ingress tells."
        )
    return outcomes


async def _post(client: httpx.AsyncClient, webhook: Webhook) -> Outcome:
    started = time.perf_counter()
    status: int | None
    try:
        answer = await client.post(webhook.path, content=webhook.body, headers=webhook.headers)
        status, text = answer.status_code, answer.text
    except (httpx.TransportError, httpx.InvalidURL) as error:
        status, text = None, str(error) or type(error).__name__
    return Outcome(webhook, status, text, (time.perf_counter() - started) * 1000)
