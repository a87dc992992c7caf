"""Reads a request's body, counting its bytes and its seconds."""

import asyncio
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from ingress.refusal import Refusal, send_again

# The rest of a refused body is of no interest: without this the connection would be kept for it.
_CLOSE = {"Connection": "close"}


@dataclass(frozen=True)
class Bound:
    """How large a body may be, in bytes, and how long it may take to arrive, in seconds."""

    size: int
    seconds: float


SMALL = Bound(size=1 << 20, seconds=15)

MAIL = Bound(size=50_000_000, seconds=60)
"""Postmark takes attachments of 35 MB together, which is 47 MB of base64, and waits two minutes."""


class BodyReader:
    """Reads bodies; only so many may be large at a time, since each is held in memory."""

    def __init__(self, large_at_once: int = 2) -> None:
        self._large = asyncio.Semaphore(large_at_once)

    async def read(self, request: Request, bound: Bound) -> bytes:
        """The whole body, exactly as it was sent.

        Raises:
            Refusal: 413 too large, 408 too slow, 400 broken off, 503 too many large ones.
        """
        announced = request.headers.get("content-length", "")
        if announced.isascii() and announced.isdigit() and int(announced[:20]) > bound.size:
            raise _too_large(bound)
        holding = False
        body = bytearray()
        try:
            async with asyncio.timeout(bound.seconds):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > bound.size:
                        raise _too_large(bound)
                    if len(body) > SMALL.size and not holding:
                        holding = await self._hold()
        except TimeoutError:
            raise Refusal(
                408, f"the body did not arrive within {bound.seconds:g} s", headers=_CLOSE
            ) from None
        except ClientDisconnect:
            raise Refusal(400, "the body broke off", headers=_CLOSE) from None
        finally:
            if holding:
                self._large.release()
        return bytes(body)

    async def _hold(self) -> bool:
        try:
            async with asyncio.timeout(20):
                return await self._large.acquire()
        except TimeoutError:
            raise send_again("too many large bodies at once") from None


def _too_large(bound: Bound) -> Refusal:
    return Refusal(413, f"the body is larger than {bound.size} bytes", headers=_CLOSE)
