"""What ingress says about a webhook that it took."""

import json
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Receipt:
    """`inbox_id` is None where nothing was kept."""

    inbox_id: UUID | None = None
    duplicate: bool = False


def receipt(answer: str) -> Receipt:
    """Read ingress's answer; anything else than a receipt is an empty one."""
    try:
        content = json.loads(answer)
        return Receipt(UUID(content["inbox_id"]), content.get("status") == "duplicate")
    except (ValueError, TypeError, KeyError, AttributeError):
        return Receipt()
