"""Sends events to the engine; the only file of ingress that knows which engine it is."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import inngest

from ingress.filing import OutgoingEvent
from ingress.relay import SendFailed

_ATTEMPT = timedelta(seconds=2)
_DEADLINE_SECONDS = 5.0
_NO_ANSWER = "never received response"


class EngineSender:
    """Sends several events in one request.

    The library tries five times by itself; the deadline bounds all of them together.
    """

    def __init__(self, base_url: str, event_key: str) -> None:
        self._client = inngest.Inngest(
            app_id="nervous-ingress",
            event_api_base_url=base_url,
            api_base_url=base_url,
            event_key=event_key,
            is_production=True,
            request_timeout=_ATTEMPT,
        )

    async def send(self, events: Sequence[OutgoingEvent]) -> None:
        """All of them are with the engine when this returns.

        Raises:
            SendFailed: whatever went wrong; some of them may be with the engine all the same.
            ValueError: an event without an id, which the engine would not recognise again.
        """
        if not all(event.id for event in events):
            raise ValueError("an event has no id")
        batch = [inngest.Event(name=event.name, id=event.id, data=event.data) for event in events]
        try:
            async with asyncio.timeout(_DEADLINE_SECONDS):
                await self._client.send(batch)
        except Exception as error:  # the library raises its own, httpx's and json's
            raise _failure(error) from None


def _failure(error: Exception) -> SendFailed:
    """An answer with a reason is a refusal; silence, or what is no JSON, is trouble."""
    text = str(error)[:300]
    if isinstance(error, TimeoutError):
        return SendFailed(f"no answer within {_DEADLINE_SECONDS:g} s", answered=False)
    if type(error).__name__ != "SendEventsError" or text.startswith(_NO_ANSWER):
        return SendFailed(f"{type(error).__name__}: {text}", answered=False)
    return SendFailed(f"the engine refused: {text}", answered=True)
