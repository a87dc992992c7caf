"""How a vendor's HTTP answer is told apart: taken, to be tried again, or refused for good."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from worker.ports.failures import Permanent, Temporary

BUSY = frozenset({408, 425, 429})


async def call(
    client: httpx.AsyncClient,
    vendor: str,
    method: str,
    url: str,
    *,
    limit_s: float,
    json: object = None,
    params: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """One request that was taken. Errors name the vendor and the status, never any content.

    Args:
        limit_s: seconds for the whole exchange, however slowly bytes trickle in.

    Raises:
        Temporary: busy, broken, unreachable, too slow or cut off; it may have been done.
        Permanent: any other refusal.
    """
    try:
        async with asyncio.timeout(limit_s):
            response = await client.request(
                method, url, json=json, params=params, headers=headers, follow_redirects=False
            )
    except (httpx.TransportError, TimeoutError) as error:
        raise Temporary(f"{vendor}: {type(error).__name__}") from None
    if response.status_code in BUSY or response.status_code >= 500:
        raise Temporary(f"{vendor} answered {response.status_code}")
    if not response.is_success:
        raise Permanent(f"{vendor} answered {response.status_code}{_error_code(response)}")
    return response


def body_of(response: httpx.Response, vendor: str) -> dict[str, Any]:
    """The JSON object in an answer.

    Raises:
        Temporary: there is none, so nobody knows what happened.
    """
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Temporary(f"{vendor} answered something other than a JSON object")
    return body


def _error_code(response: httpx.Response) -> str:
    # A number from the vendor's own list; the message beside it may quote an address.
    try:
        code = response.json()["ErrorCode"]
    except (ValueError, KeyError, TypeError):
        return ""
    return f" (code {code})" if isinstance(code, int) else ""
