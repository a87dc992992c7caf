"""Where commands print: readable on a terminal and in a pipe, with NO_COLOR respected."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.text import Text


def screen() -> Console:
    """A console that never interprets what it prints."""
    return Console(highlight=False, markup=False, emoji=False)


def plain(text: object) -> str:
    """Text that others wrote, on one line and without what could steer a terminal."""
    return "".join(_harmless(character) for character in str(text))


def line(console: Console, *parts: tuple[str, str] | str) -> None:
    """Print one line of (text, style) parts, never folded, without trailing spaces."""
    text = Text.assemble(*parts)
    text.rstrip()
    console.print(text, soft_wrap=True)


def command(words: str) -> str:
    """A nerve command as an operator can paste it: nerve is in a container and on no PATH."""
    return f"docker compose run --rm nerve {words}"


def columns(console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Aligned columns, one line a row whatever the width: to be read, cut and grepped."""
    harmless = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *harmless, strict=True)]
    line(console, (_aligned(headings, widths), "dim"))
    for row in harmless:
        line(console, _aligned(row, widths))


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))


def clock(at: datetime) -> str:
    """To the second, in UTC, whatever the database's session thinks."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _harmless(character: str) -> str:
    # Cc and Cf hold escape sequences, direction overrides and invisible letters.
    if character in "\n\t\r":
        return " "
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character
