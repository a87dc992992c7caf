"""Posts a sample to ingress, as its sender would."""

import time
from dataclasses import dataclass
from uuid import uuid4

import httpx

from console.trying.samples import Sample, Sender

_SECONDS = 5.0


@dataclass(frozen=True)
class Sent:
    """What ingress answered: `problem` is empty when it took the sample."""

    milliseconds: float
    problem: str = ""


class FrontDoor:
    """Ingress's webhooks, with the senders' credentials."""

    def __init__(
        self,
        ingress_url: str,
        postmark: tuple[str, str],
        json_token: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._postmark = httpx.BasicAuth(*postmark)
        self._bearer = {"Authorization": f"Bearer {json_token}"}
        self._client = httpx.AsyncClient(
            base_url=ingress_url,
            timeout=_SECONDS,
            limits=httpx.Limits(max_keepalive_connections=0),
            transport=transport,
        )

    async def send(self, sample: Sample) -> Sent:
        """Send it as a message that was never sent before."""
        new, began = str(uuid4()), time.perf_counter()
        try:
            if sample.sender is Sender.POSTMARK:
                named = [{"Name": "Message-ID", "Value": f"<{new}@example.com>"}]
                headers = [*sample.content["Headers"], *named]
                content = sample.content | {"MessageID": new, "Headers": headers}
                answer = await self._client.post(sample.path, json=content, auth=self._postmark)
            else:
                content = sample.content | {"id": new}
                answer = await self._client.post(sample.path, json=content, headers=self._bearer)
        except httpx.HTTPError as error:
            return Sent(0, f"Ingress does not answer ({type(error).__name__}).")
        took = (time.perf_counter() - began) * 1000
        if answer.is_success:
            return Sent(took)
        return Sent(took, f"Ingress refused it with {answer.status_code}.")
