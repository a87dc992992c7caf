"""Tells the engine which functions there are, until it says that it knows them.

The engine does not notice a deploy by itself, and answers 200 even when registration failed: only
`"ok": true` in the body counts. Source: comm_lib/handler.py of the inngest library 0.5.19.
"""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import structlog

from worker.metrics import Metrics
from worker.ports.failures import Temporary

PATH = "/api/inngest"
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 15.0
AGAIN_AFTER_S = 300.0
"""An engine that lost its database is told again; one that knows us skips it by checksum."""
LIMIT_S = 40.0

log = structlog.get_logger()


class Sync:
    """The state of being known to the engine."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        announce: Callable[[], Awaitable[None]],
        metrics: Metrics,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`client` reaches this worker itself; `announce` tells ingress who listens to what."""
        self._client = client
        self._announce = announce
        self._metrics = metrics
        self._pause = pause
        self.done = False

    async def keep(self) -> None:
        """Announce, register, and register again from time to time. Ends only by cancellation."""
        await self._until_true(self._announced)
        while True:
            await self._until_true(self._registered)
            if not self.done:
                log.info("synced")
            self.done = True
            self._metrics.synced()
            await self._pause(AGAIN_AFTER_S)

    async def _until_true(self, attempt: Callable[[], Awaitable[str | None]]) -> None:
        pause = FIRST_PAUSE_S
        while problem := await attempt():
            log.warning("sync_failed", problem=problem, again_in_s=pause)
            await self._pause(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _announced(self) -> str | None:
        try:
            await self._announce()
        except Temporary as error:
            return str(error)
        except Exception as error:  # the worker must go on trying, whatever it was
            return type(error).__name__
        return None

    async def _registered(self) -> str | None:
        try:
            async with asyncio.timeout(LIMIT_S):
                response = await self._client.put(PATH)
            body = response.json()
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            return f"no usable answer: {type(error).__name__}"
        if isinstance(body, dict) and body.get("ok") is True:
            return None
        return f"the engine did not confirm (status {response.status_code}): {_reason(body)}"


def _reason(body: object) -> str:
    if not isinstance(body, dict):
        return "no JSON object"
    return str(body.get("error") or body.get("message") or "no reason given")[:300]
