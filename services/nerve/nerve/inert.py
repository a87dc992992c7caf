"""Text that strangers wrote, shown so that it can neither hide anything nor pose as the page."""

import unicodedata

from rich.cells import chop_cells

WIDTH = 88
MOST_LINES = 400
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing, though Unicode does not count them as formatting."""


def visible(text: object) -> str:
    """On one line; what shows nothing, or steers a terminal, is written as `<U+200B>`."""
    return "".join(_shown(character) for character in str(text))


def quoted(text: str) -> list[str]:
    """Every line, and every part of a long one, behind a bar; never more than MOST_LINES."""
    parts = []
    for line in text.replace("\r\n", "\n").split("\n"):
        parts += chop_cells(visible(line.replace("\t", "    ")), WIDTH) or [""]
    shown = [f"  | {part}".rstrip() for part in parts[:MOST_LINES]]
    if len(parts) > MOST_LINES:
        shown.append(f"  ({len(parts) - MOST_LINES} more lines are not shown)")
    return shown


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    # C: controls, direction overrides, zero widths, unassigned. Zl and Zp break lines.
    hidden = category[0] == "C" or category in ("Zl", "Zp") or character in BLANKS
    if hidden or _selects_a_variation(character):
        return f"<U+{ord(character):04X}>"
    return character


def _selects_a_variation(character: str) -> bool:
    # U+FE0F is left out: it makes an ordinary emoji colourful.
    code = ord(character)
    return 0xFE00 <= code <= 0xFE0E or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180D
