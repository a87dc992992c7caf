"""Stripe's list of refunds. Source: docs.stripe.com/api/refunds/list."""

from dataclasses import dataclass
from typing import Any

import httpx

from nerve.failures import Unusable

PAGE = 100
TIMEOUT_SECONDS = 20.0
MOST_PAGES = 10_000


@dataclass(frozen=True)
class StripeRefund:
    """What Stripe says of one refund; `status` in Stripe's words."""

    id: str
    charge: str
    amount: int
    currency: str
    status: str
    metadata: dict[str, str]


class StripeLedger:
    """Reads, never writes."""

    def __init__(
        self, base_url: str, api_key: str, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._base_url = base_url
        self._client = httpx.Client(
            timeout=TIMEOUT_SECONDS,
            transport=transport,
            headers={"Authorization": f"Bearer {api_key}"},
        )

    def refunds(self) -> list[StripeRefund]:
        """All of them, whoever made them, newest first.

        Raises:
            Unusable: Stripe cannot be asked, refuses the key, or answers something else.
        """
        found: list[StripeRefund] = []
        for _ in range(MOST_PAGES):
            page = self._page(found[-1].id if found else None)
            try:
                new = [_refund(fields) for fields in page["data"]]
                found += new
                more = page["has_more"] is True
            except (KeyError, TypeError, ValueError):
                raise Unusable(f"{self._base_url} does not answer as Stripe does.") from None
            if not more or not new:
                return found
        raise Unusable(f"{self._base_url} has no end of refunds.")

    def _page(self, after: str | None) -> dict[str, Any]:
        parameters = {"limit": str(PAGE)} | ({"starting_after": after} if after else {})
        try:
            answer = self._client.get(f"{self._base_url}/v1/refunds", params=parameters)
        except (httpx.TransportError, httpx.InvalidURL):
            raise Unusable(
                f"STRIPE_API_BASE: nothing answers at {self._base_url};"
                " try again, or see whether the setting is right."
            ) from None
        if answer.status_code in (401, 403):
            raise Unusable("STRIPE_API_KEY: Stripe refuses it; it must be allowed to read refunds.")
        if answer.status_code != 200:
            raise Unusable(f"{self._base_url} answers {answer.status_code}; try again later.")
        try:
            content = answer.json()
        except ValueError:
            content = None
        return content if isinstance(content, dict) else {}


def _refund(fields: dict[str, Any]) -> StripeRefund:
    return StripeRefund(
        id=str(fields["id"]),
        charge=str(fields["charge"]),
        amount=int(fields["amount"]),
        currency=str(fields["currency"]),
        status=str(fields["status"]),
        metadata={str(k): str(v) for k, v in (fields.get("metadata") or {}).items()},
    )
