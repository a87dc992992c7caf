"""What strangers wrote can neither hide anything nor pose as the page."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nerve.inert import MOST_LINES, WIDTH, quoted, visible


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Grüße, 你好, שלום", "Grüße, 你好, שלום"),
        ("\u202eevil\u202c", "<U+202E>evil<U+202C>"),
        ("pay\u200bpal", "pay<U+200B>pal"),
        ("\x1b[31mred\x07", "<U+001B>[31mred<U+0007>"),
        ("a\nb\rc", "a<U+000A>b<U+000D>c"),
        ("a\u2028b\u2029c", "a<U+2028>b<U+2029>c"),
        ("\U000e0041\U000e007f", "<U+E0041><U+E007F>"),
        ("\u3164\u2800\u00ad\ufeff", "<U+3164><U+2800><U+00AD><U+FEFF>"),
        ("x\ufe00\U000e0101", "x<U+FE00><U+E0101>"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_what_cannot_be_seen_is_written_out(written: str, shown: str) -> None:
    assert visible(written) == shown


def test_a_long_line_stays_behind_its_bar() -> None:
    text = " " * (WIDTH + 4) + "• approved: $49.00"
    assert quoted(text) == ["  |", "  |     • approved: $49.00"]


def test_lines_stay_lines_and_empty_ones_too() -> None:
    assert quoted("one\r\n\n\tthree") == ["  | one", "  |", "  |     three"]
    assert quoted("") == ["  |"]


def test_endless_text_is_cut_and_says_so() -> None:
    shown = quoted("x\n" * (MOST_LINES + 10))
    assert len(shown) == MOST_LINES + 1
    assert shown[-1] == "  (11 more lines are not shown)"


@given(st.text())
def test_every_line_is_behind_a_bar_and_fits(text: str) -> None:
    for line in quoted(text):
        assert line == "  |" or line.startswith(("  | ", "  ("))
        assert cell_len(line) <= WIDTH + 4
        assert not any(unicodedata.category(character)[0] == "C" for character in line)
