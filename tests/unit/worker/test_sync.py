import asyncio
from collections.abc import Callable

import httpx
import pytest

from worker.metrics import Metrics
from worker.ports.failures import Temporary
from worker.sync import Sync

OK = httpx.Response(200, json={"ok": True, "modified": True})


class Enough(Exception):
    """The test has seen what it wanted."""


class Handler:
    """The worker's own handler, as the sync sees it."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.methods: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.methods.append(f"{request.method} {request.url.path}")
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def pauses(stop_after: int) -> tuple[list[float], Callable[[float], asyncio.Future[None]]]:
    taken: list[float] = []

    def pause(seconds: float) -> asyncio.Future[None]:
        taken.append(seconds)
        if len(taken) >= stop_after:
            raise Enough
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    return taken, pause


async def kept(
    handler: Handler, stop_after: int, announce_fails: int = 0
) -> tuple[Sync, list[float]]:
    taken, pause = pauses(stop_after)
    coming: list[Exception] = [Temporary("database: down")] * announce_fails

    async def announce() -> None:
        if coming:
            raise coming.pop(0)

    async with httpx.AsyncClient(
        transport=httpx.MockTransport(handler), base_url="http://worker"
    ) as client:
        sync = Sync(client, announce, Metrics(), pause)
        with pytest.raises(Enough):
            await sync.keep()
    return sync, taken


async def test_the_worker_asks_its_own_handler_to_register() -> None:
    handler = Handler(OK)
    sync, _ = await kept(handler, stop_after=1)
    assert handler.methods == ["PUT /api/inngest"]
    assert sync.done


@pytest.mark.parametrize(
    "refusal",
    [
        httpx.Response(200, json={"error": "invalid signing key"}),
        httpx.Response(200, json={"ok": False}),
        httpx.Response(200, json={"ok": "true"}),
        httpx.Response(200, json=["ok"]),
        httpx.Response(200, text="not JSON"),
        httpx.Response(500, json={"message": "response is not valid JSON"}),
        httpx.ConnectError("refused"),
    ],
)
async def test_anything_but_ok_true_is_not_synced(refusal: httpx.Response | Exception) -> None:
    sync, taken = await kept(Handler(refusal), stop_after=1)
    assert not sync.done
    assert taken == [0.5]


async def test_it_tries_again_with_longer_pauses_until_it_is_true() -> None:
    down = httpx.ConnectError("refused")
    sync, taken = await kept(Handler(*[down] * 7, OK), stop_after=8)
    assert taken == [0.5, 1, 2, 4, 8, 15, 15, 300]
    assert sync.done


async def test_it_registers_again_from_time_to_time_and_stays_known_meanwhile() -> None:
    handler = Handler(OK, httpx.ConnectError("refused"), OK)
    sync, taken = await kept(handler, stop_after=3)
    assert taken == [300, 0.5, 300]
    assert sync.done


async def test_nothing_is_registered_before_the_listeners_are_announced() -> None:
    handler = Handler(OK)
    sync, taken = await kept(handler, stop_after=2, announce_fails=2)
    assert taken == [0.5, 1]
    assert handler.methods == []
    assert not sync.done
