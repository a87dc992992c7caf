"""Walking the audit log's chain: the first row that is wrong, and what is wrong with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    """A row's place in the chain; `worked_out` is the hash that its content really has."""

    seq: int
    prev_hash: str
    hash: str
    worked_out: str


@dataclass(frozen=True)
class Walk:
    """How far the chain holds. `wrong` is None where all of it does.

    `hashes` are those of the rows that were asked for, by their number.
    """

    rows: int
    seq: int
    head: str
    wrong: str | None = None
    hashes: dict[int, str] = field(default_factory=dict, repr=False)

    @property
    def sound(self) -> bool:
        return self.wrong is None


def walked(links: Iterable[Link], noted: Collection[int] = ()) -> Walk:
    """Follow the chain from row 1 until it ends or breaks, keeping the hashes of `noted` rows."""
    seq, head = 0, GENESIS
    hashes: dict[int, str] = {}
    for link in links:
        if wrong := _wrong(link, seq, head):
            return Walk(seq, seq, head, wrong, hashes)
        seq, head = link.seq, link.hash
        if seq in noted:
            hashes[seq] = head
    return Walk(seq, seq, head, None, hashes)


def _wrong(link: Link, seq: int, head: str) -> str | None:
    if link.seq != seq + 1:
        missing = f"row {seq + 1}" if link.seq == seq + 2 else f"rows {seq + 1} to {link.seq - 1}"
        return f"gap: {missing} missing before row {link.seq}"
    if link.hash != link.worked_out:
        return f"hash: row {link.seq} does not hash to what it says, so its content was changed"
    if link.prev_hash != head:
        before = f"row {seq}'s hash" if seq else "64 zeros"
        return (
            f"prev_hash: row {link.seq} does not follow {before},"
            f" so {f'row {seq} or ' if seq else ''}row {link.seq} was written anew"
        )
    return None
