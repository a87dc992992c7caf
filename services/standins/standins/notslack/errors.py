"""Slack's incoming webhooks answer in plain words."""

from standins.refusal import Refusal


def refused(status: int, word: str) -> Refusal:
    return Refusal(status, word)


def trouble(status: int) -> Refusal:
    """The word that goes with a bare status."""
    words = {404: "no_service", 413: "payload_too_large", 429: "rate_limited"}
    return refused(
        status, words.get(status, "rollup_error" if status >= 500 else "invalid_payload")
    )
