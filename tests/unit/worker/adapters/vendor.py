"""A vendor that answers what a test tells it to, and remembers what it was asked."""

from collections.abc import Callable

import httpx


class Vendor:
    """The other end of an httpx client."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.asked: list[httpx.Request] = []
        self._answer = answer
        self.client = httpx.AsyncClient(transport=httpx.MockTransport(self._take))

    def _take(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self._answer(request)


def answering(status: int, json: object = None) -> Vendor:
    return Vendor(lambda _request: httpx.Response(status, json=json))


def breaking(error: Exception) -> Vendor:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise error

    return Vendor(fail)
