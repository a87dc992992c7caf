"""Where commands print: readable on a terminal and in a pipe, with NO_COLOR respected."""

import sys
import unicodedata
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPE_WIDTH = 200


def screen() -> Console:
    """A console that never interprets what it prints; a pipe gets long lines, not folded ones."""
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)


def plain(text: object) -> str:
    """Text that others wrote, on one line and without what could steer a terminal."""
    return "".join(_harmless(character) for character in str(text))


def line(console: Console, *parts: tuple[str, str] | str) -> None:
    """Print one line of (text, style) parts, never folded, without trailing spaces."""
    text = Text.assemble(*parts)
    text.rstrip()
    console.print(text, soft_wrap=True)


def columns(*headings: str) -> Table:
    """A table without lines, so that it can be read, cut and grepped; ids stay whole."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def clock(at: datetime) -> str:
    """To the second, in UTC, whatever the database's session thinks."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _harmless(character: str) -> str:
    # Cc and Cf hold escape sequences, direction overrides and invisible letters.
    if character in "\n\t\r":
        return " "
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character
