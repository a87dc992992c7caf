"""Shows text that others wrote: escaped, and with nothing in it that cannot be seen."""

import unicodedata

from markupsafe import Markup, escape

MOST = 20_000
"""Characters of one text that a page shows."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_PLAIN_SPACES = frozenset(" \u00a0\n\t")
# Letters and marks by category, blank all the same.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def visible(text: str) -> Markup:
    """`text` as it is, but `[U+200B]` for each character that shows as nothing or turns others."""
    shown, cut = text[:MOST], len(text) - MOST
    parts = [_mark(character) if _hidden(character) else character for character in shown]
    html = Markup().join(_runs(parts))
    if cut > 0:
        html += Markup('<span class="unseen">[{} more characters]</span>').format(cut)
    return html


def _hidden(character: str) -> bool:
    if character in _PLAIN_SPACES:
        return False
    category = unicodedata.category(character)
    return (
        category in _INVISIBLE
        or category == "Zs"
        or character in _BLANKS
        or "VARIATION SELECTOR" in unicodedata.name(character, "")
    )


def _mark(character: str) -> Markup:
    name = unicodedata.name(character, "no name").lower()
    return Markup('<span class="unseen" title="{}">[U+{:04X}]</span>').format(name, ord(character))


def _runs(parts: list[str | Markup]) -> list[Markup]:
    """Neighbouring plain characters escaped together: a letter at a time is slow."""
    runs: list[Markup] = []
    plain: list[str] = []
    for part in [*parts, Markup()]:
        if isinstance(part, Markup):
            runs += [escape("".join(plain)), part]
            plain = []
        else:
            plain.append(part)
    return runs
