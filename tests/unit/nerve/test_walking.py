"""Walking a chain of hashes."""

from dataclasses import replace

import pytest

from nerve.anchors import disagreement
from nerve.chain import GENESIS, Link, Walk, walked


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    for seq in range(1, length + 1):
        before = links[-1].hash if links else GENESIS
        links.append(Link(seq, before, f"{seq:064x}", f"{seq:064x}"))
    return links


def test_a_whole_chain_is_walked_to_its_head() -> None:
    assert walked(chain(3)) == Walk(3, 3, f"{3:064x}")


def test_only_the_hashes_that_were_asked_for_are_kept() -> None:
    assert walked(chain(1000), {7, 2000}).hashes == {7: f"{7:064x}"}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"worked_out": "other"}, "hash: row 2 does not hash to what it says"),
        ({"prev_hash": "other"}, "prev_hash: row 2 does not follow row 1's hash"),
        ({"seq": 5}, "gap: rows 2 to 4 missing before row 5"),
        ({"seq": 3}, "gap: row 2 missing before row 3"),
    ],
)
def test_the_walk_ends_at_the_first_row_that_is_wrong(bad: dict[str, object], said: str) -> None:
    links = chain(3)
    links[1] = replace(links[1], **bad)  # type: ignore[arg-type]
    walk = walked(links)
    assert (walk.seq, walk.head, walk.sound) == (1, links[0].hash, False)
    assert str(walk.wrong).startswith(said)


def test_a_first_row_that_follows_something_is_wrong() -> None:
    first = replace(chain(1)[0], prev_hash="other")
    assert walked([first]).wrong == (
        "prev_hash: row 1 does not follow 64 zeros, so row 1 was written anew"
    )


def test_an_anchor_of_a_row_in_the_middle_is_looked_at() -> None:
    walk = walked(chain(5), {2})
    assert disagreement({2: f"{2:064x}"}, walk) is None
    assert disagreement({2: f"{9:064x}"}, walk) is not None
