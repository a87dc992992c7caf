"""Telling the pretend vendors to misbehave, and to stop."""

from typing import Any

import httpx

from nerve.failures import Unusable

VENDORS = ("openai", "postmark", "stripe", "slack")
TIMEOUT_SECONDS = 10.0


class Standins:
    """The stand-ins' control routes."""

    def __init__(self, base_url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._base_url = base_url
        self._client = httpx.Client(base_url=base_url, timeout=TIMEOUT_SECONDS, transport=transport)

    def spoil(self, vendor: str, rule: dict[str, Any]) -> None:
        """Queue a rule: the vendor's next requests that fit are answered badly.

        Raises:
            Unusable: no stand-in answers, or the rule makes no sense to it.
        """
        self._ask("POST", vendor, rule)

    def mend(self, vendor: str) -> int:
        """Forget the vendor's rules; how many there were."""
        return int(self._ask("DELETE", vendor).get("cleared", 0))

    def _ask(self, method: str, vendor: str, rule: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            answer = self._client.request(method, f"/control/{vendor}", json=rule)
        except (httpx.TransportError, httpx.InvalidURL):
            raise Unusable(
                f"STANDINS_URL: nothing answers at {self._base_url};"
                " are the stand-ins up? docker compose ps standins tells."
            ) from None
        content = _object(answer)
        if answer.status_code != 200:
            raise Unusable(f"The stand-in refuses: {_reasons(content, answer.status_code)}.")
        return content


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _reasons(content: dict[str, Any], status: int) -> str:
    errors = content.get("errors") or []
    told = [f"{error.get('field')}: {error.get('message')}" for error in errors]
    return "; ".join(told) or f"status {status}"
