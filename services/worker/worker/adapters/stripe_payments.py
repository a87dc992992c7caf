"""Refunds are made through Stripe, with its own library.

Source: docs.stripe.com/api/refunds, /api/idempotent_requests and /error-low-level.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import stripe

from worker.ports.failures import Permanent, Temporary
from worker.ports.payments import RefundOrder, RefundReceipt, RefundRefusedByProvider, RefundState

REFUND_LIMIT_S = 15
FIND_LIMIT_S = 10
BUSY = frozenset({408, 409, 425, 429})
"""409: a request with the same idempotency key is still being carried out."""
IMPOSSIBLE = frozenset(
    {
        "amount_too_large",
        "amount_too_small",
        "balance_insufficient",
        "charge_already_refunded",
        "charge_disputed",
        "charge_not_refundable",
        "refund_disputed_payment",
    }
)
"""Stripe's codes for a refund that it understood and will not make, under this key or another."""


class StripePayments:
    """Keeps ports.Payments. Our refund's id travels as metadata, by which it is found again."""

    def __init__(self, client: httpx.AsyncClient, base_url: str, api_key: str) -> None:
        # The library would write an id of this machine to disk and send it along.
        stripe.enable_telemetry = False
        self._stripe = stripe.StripeClient(
            api_key,
            base_addresses={"api": base_url.rstrip("/")},
            http_client=_Transport(client),
            # The engine retries; the library on its own would only stretch the step.
            max_network_retries=0,
        )

    async def refund(self, order: RefundOrder) -> RefundReceipt:
        """See ports.Payments.refund."""
        async with _told_apart(REFUND_LIMIT_S):
            # The same at every try: with another parameter, the key is refused.
            refund = await self._stripe.v1.refunds.create_async(
                {
                    "charge": order.charge_id,
                    "amount": order.amount.cents,
                    "metadata": dict(order.params),
                },
                {"idempotency_key": order.idempotency_key},
            )
        return _receipt(refund)

    async def find(self, order: RefundOrder) -> RefundReceipt | None:
        """See ports.Payments.find."""
        async with _told_apart(FIND_LIMIT_S):
            page = await self._stripe.v1.refunds.list_async(
                {"charge": order.charge_id, "limit": 100}
            )
            if not isinstance(page, stripe.ListObject):
                raise Temporary("Stripe answered without a list of refunds")
            async for refund in page.auto_paging_iter():
                if _our_id(refund) == str(order.refund_id):
                    return _receipt(refund)
        return None


class _Transport(stripe.HTTPClient):
    """The library's requests on our own connections.

    Its own httpx client passes text as `data`, which httpx has deprecated.
    """

    name = "httpx"

    def __init__(self, client: httpx.AsyncClient) -> None:
        super().__init__()
        self._client = client

    async def request_async(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[bytes, int, Mapping[str, str]]:
        try:
            response = await self._client.request(
                method,
                url,
                headers=headers,
                content=post_data,
                timeout=REFUND_LIMIT_S,
                follow_redirects=False,
            )
        except httpx.TransportError as error:
            raise Temporary(f"Stripe: {type(error).__name__}") from None
        return response.content, response.status_code, response.headers


@asynccontextmanager
async def _told_apart(limit_s: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(limit_s):
            yield
    except TimeoutError:
        raise Temporary("Stripe: TimeoutError") from None
    except stripe.StripeError as error:
        raise _ours(error) from None


def _ours(error: stripe.StripeError) -> Exception:
    """What an error means for the refund. Never with Stripe's message: it may quote anything."""
    detail, status = error.error, error.http_status
    code, kind = _word(detail and detail.code), _word(detail and detail.type)
    if isinstance(error, stripe.InvalidRequestError):
        if code in IMPOSSIBLE:
            return RefundRefusedByProvider(code)
        if error.param == "amount":
            return RefundRefusedByProvider(code or "amount_too_large")
    said = f"Stripe answered {status}{f' ({code or kind})' if code or kind else ''}"
    # A 500 is kept under the key and says nothing about whether the refund was made.
    if status is None or status in BUSY or status >= 500 or status < 300:
        return Temporary(said)
    if isinstance(error, stripe.RateLimitError):  # formerly a 400
        return Temporary(said)
    return Permanent(said)


def _our_id(refund: object) -> object:
    return getattr(getattr(refund, "metadata", None), "refund_id", None)


def _word(text: object) -> str:
    return text if isinstance(text, str) and re.fullmatch(r"\w{1,60}", text, re.ASCII) else ""


def _receipt(refund: object) -> RefundReceipt:
    if not isinstance(refund, stripe.Refund) or not _word(getattr(refund, "id", None)):
        raise Temporary("Stripe answered without a refund")
    match getattr(refund, "status", None):
        case "succeeded":
            return RefundReceipt(refund.id, RefundState.SUCCEEDED)
        case "failed" | "canceled" as status:
            reason = _word(getattr(refund, "failure_reason", None))
            return RefundReceipt(refund.id, RefundState.FAILED, reason or status)
    return RefundReceipt(refund.id, RefundState.PENDING)
