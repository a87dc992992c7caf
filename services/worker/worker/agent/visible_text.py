"""Text with nothing in it that a person cannot see."""

import unicodedata

KEPT = frozenset("\n\t")
DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
CUT_MARK = "\n[cut here: the rest of the e-mail was too long]"


def visible(text: str) -> str:
    """Drop control, format, tag and variation characters: hidden text steers a model.

    Source: OWASP Top 10 for LLM applications 2026, LLM01 (strip at ingest and at render).
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in unified if _is_visible(character))


def bounded(text: str, limit: int) -> str:
    """At most `limit` characters, and a mark where the rest was cut."""
    return text if len(text) <= limit else text[:limit] + CUT_MARK


def _is_visible(character: str) -> bool:
    if character in KEPT:
        return True
    if unicodedata.category(character) in DROPPED_CATEGORIES:
        return False
    return not any(ord(character) in block for block in VARIATION_SELECTORS)
