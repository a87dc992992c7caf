"""Sums and percentiles."""

import pytest

from nerve.delivery import Outcome
from nerve.summary import percentile, summarise
from nerve.views.sent import summary_lines
from nerve.webhook import Webhook

GOOD = Webhook("a/good", "/", "1", {}, b"")
BAD = Webhook("a/bad", "/", "2", {}, b"", ("tampered",), must_be_refused=True)
KNOWN = '{"status": "duplicate", "inbox_id": "2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c"}'


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([], 50, None),
        ([7], 50, 7),
        ([7], 99, 7),
        ([1, 2], 50, 1),
        ([1, 2, 3], 50, 2),
        (list(range(1, 101)), 99, 99),
        (list(range(1, 101)), 50, 50),
        (list(range(1, 11)), 99, 10),
    ],
)
def test_a_percentile_is_a_value_that_was_seen(
    values: list[float], percent: float, expected: float | None
) -> None:
    assert percentile(values, percent) == expected


def test_a_summary_counts_what_came_back() -> None:
    summary = summarise(
        [
            Outcome(GOOD, 200, "", 10),
            Outcome(GOOD, 200, KNOWN, 20),
            Outcome(BAD, 401, "", 30),
            Outcome(BAD, 200, "", 40),
            Outcome(BAD, 500, "", 50),
            Outcome(GOOD, None, "refused", 9999),
        ]
    )
    assert summary_lines(summary) == [
        "6 sent: 3 x 200, 1 x 401, 1 x 500, 1 x no answer",
        "p50 30 ms, p99 50 ms",
        "1 known already, 3 answered unexpectedly",
    ]


def test_nothing_answered_has_no_percentiles() -> None:
    assert summary_lines(summarise([])) == [
        "0 sent: nothing answered yet",
        "0 known already, 0 answered unexpectedly",
    ]
