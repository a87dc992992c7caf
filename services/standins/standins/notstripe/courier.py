"""Sending events to ingress in the background, several times if need be."""

import asyncio
import random
import time

import httpx
from pydantic import SecretStr

from standins.notstripe.events import signature
from standins.notstripe.post_box import WAITING, PostBox

PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Between one attempt and the next; Stripe takes days over it."""
LIMIT_S = 10.0


class Courier:
    """Each attempt has a new timestamp and a new signature, as Stripe's have.

    Signs with the first of several secrets: the new one, while one is rolled.
    """

    def __init__(self, box: PostBox, ingress_url: str, secret: SecretStr) -> None:
        self._box = box
        self._url = f"{ingress_url.rstrip('/')}/webhooks/stripe"
        self._secret = secret.get_secret_value().split(",")[0].strip()
        self._turn = asyncio.Lock()
        self._client: httpx.AsyncClient | None = None
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._rounds: set[asyncio.Task[None]] = set()
        self.sends = bool(ingress_url and self._secret)

    def wake(self) -> None:
        """Send what waits, unless it is held. Returns at once."""
        habits = self._box.habits()
        ids = [one for one in self._box.waiting() if one not in self._under_way]
        if not self.sends or habits.held or not ids:
            return
        if habits.order == "reversed":
            ids.reverse()
        if habits.order == "shuffled":
            random.shuffle(ids)
        round_ = asyncio.create_task(self._send_in_order(ids, habits.copies))
        self._rounds.add(round_)
        round_.add_done_callback(self._rounds.discard)
        self._under_way.update(dict.fromkeys(ids, round_))

    async def close(self) -> None:
        """Stop; what has not been sent is sent at the next start."""
        tasks = {*self._rounds, *self._under_way.values()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    async def _send_in_order(self, ids: list[str], copies: int) -> None:
        """The first attempts, one after the other; who fails is tried again on his own."""
        async with self._turn:
            for one in ids:
                taken = [await self._attempt(one, last=False) for _ in range(copies)]
                if any(taken):
                    del self._under_way[one]
                else:
                    self._under_way[one] = asyncio.create_task(self._insist(one))

    async def _insist(self, event_id: str) -> None:
        for number, pause in enumerate(PAUSES_S, start=1):
            await asyncio.sleep(pause)
            if await self._attempt(event_id, last=number == len(PAUSES_S)):
                break
        self._under_way.pop(event_id, None)

    async def _attempt(self, event_id: str, *, last: bool) -> bool:
        body, now = self._box.body(event_id), int(time.time())
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=LIMIT_S)
        headers = {
            "content-type": "application/json; charset=utf-8",
            "stripe-signature": signature(body, self._secret, now),
        }
        try:
            answer = (await self._client.post(self._url, content=body, headers=headers)).status_code
        except (httpx.HTTPError, httpx.InvalidURL):
            answer = None
        taken = answer is not None and 200 <= answer < 300
        state = "delivered" if taken else "given up" if last else WAITING
        self._box.attempted(event_id, answer, state)
        return taken
