"""Heads of the chain noted in a file, out of the database's reach: one `seq hash` a line."""

import re
from pathlib import Path

from nerve.chain import Walk
from nerve.failures import Unusable

NOTED = re.compile(r"([1-9]\d{0,17}) ([0-9a-f]{64})")

Heads = dict[int, str]


def heads(file: Path) -> Heads:
    """The hashes that rows had when they were the newest, by row; none where there is no file.

    Raises:
        Unusable: the file cannot be read, or holds something else.
    """
    try:
        text = file.read_text(encoding="ascii", errors="replace") if file.exists() else ""
    except OSError as error:
        raise Unusable(f"--anchor: {file}: {error.strerror}.") from None
    noted: Heads = {}
    for number, line in enumerate(text.splitlines(), start=1):
        match = NOTED.fullmatch(line.strip())
        if match is None or noted.get(int(match[1]), match[2]) != match[2]:
            raise Unusable(f"--anchor: line {number} of {file} is not a row's number and its hash.")
        noted[int(match[1])] = match[2]
    return noted


def disagreement(noted: Heads, walk: Walk) -> str | None:
    """The first head that is no longer in the chain, in words; None where all of them are."""
    for seq, head in sorted(noted.items()):
        if seq > walk.seq:
            return f"anchor: row {seq} was there once, now the log ends with row {walk.seq}"
        if walk.hashes.get(seq) != head:
            return f"anchor: row {seq} had another hash once, so the log was written anew"
    return None


def note(file: Path, noted: Heads, walk: Walk) -> None:
    """Add this head, unless it is there or there is none.

    Raises:
        Unusable: the file cannot be written.
    """
    if not walk.rows or walk.seq in noted:
        return
    try:
        with file.open("a", encoding="ascii") as lines:
            lines.write(f"{walk.seq} {walk.head}\n")
    except OSError as error:
        raise Unusable(f"--anchor: {file}: {error.strerror}.") from None
