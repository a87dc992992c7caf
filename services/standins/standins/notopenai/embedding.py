"""Vectors in which texts with the same words lie close together."""

import base64
import hashlib
import math
import re
import struct
from typing import Any

from standins.notopenai.errors import refused

USUAL_DIMENSIONS = 256
MOST_TEXTS = 2048


def embeddings(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to `POST /v1/embeddings`: one vector of length 1 per text, in their order."""
    texts = _texts(request.get("input"))
    dimensions = request.get("dimensions") or USUAL_DIMENSIONS
    if not isinstance(dimensions, int) or not 1 <= dimensions <= 4096:
        raise refused(400, "'dimensions' must be from 1 to 4096.", param="dimensions")
    packed = request.get("encoding_format") == "base64"
    vectors = [vector(text, dimensions) for text in texts]
    used = sum(len(text) for text in texts) // 4
    return {
        "object": "list",
        "model": request["model"],
        "data": [
            {"object": "embedding", "index": at, "embedding": _packed(one) if packed else one}
            for at, one in enumerate(vectors)
        ],
        "usage": {"prompt_tokens": used, "total_tokens": used},
    }


def vector(text: str, dimensions: int = USUAL_DIMENSIONS) -> list[float]:
    """Hashed words, counted with a sign, normalised. The same text has the same vector."""
    counts = [0.0] * dimensions
    for word in re.findall(r"\w+", text.lower()) or [text]:
        digest = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
        counts[digest % dimensions] += 1.0 if digest >> 63 else -1.0
    length = math.sqrt(sum(count * count for count in counts))
    if not length:  # opposite signs cancelled out: any fixed direction will do
        return [1.0, *counts[1:]]
    return [count / length for count in counts]


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if values and all(isinstance(one, int) for one in values):
        values = [values]  # a single text given as token numbers
    texts = [" ".join(map(str, one)) if isinstance(one, list) else one for one in values]
    if not 1 <= len(texts) <= MOST_TEXTS or not all(isinstance(one, str) and one for one in texts):
        raise refused(400, "'input' must be text, or an array of texts, not empty.", param="input")
    return [str(one) for one in texts]


def _packed(values: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
