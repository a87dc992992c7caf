from datetime import timedelta

import pytest

from worker.duration import duration


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        (" 4h ", timedelta(hours=4)),
        ("2d", timedelta(days=2)),
        ("366d", timedelta(days=366)),
    ],
)
def test_a_number_and_a_unit_are_a_duration(written: str, meant: timedelta) -> None:
    assert duration(written) == meant


@pytest.mark.parametrize(
    "written", ["", "4", "h", "0s", "-1h", "1.5h", "4x", "4 h", "1h30m", "٤h", "9999999999s"]
)
def test_anything_else_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match="as in 90s, 30m, 4h or 2d"):
        duration(written)


def test_more_than_the_engine_can_wait_is_refused() -> None:
    with pytest.raises(ValueError, match="366d at the most"):
        duration("367d")
