"""A skipped test is not a passed test: the last thing a run says is what it did not try."""

from collections import Counter
from typing import Any

WIDTH = 96


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print every reason for skipping, with how many tests it concerns, where nobody misses it."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(_reason(report) for report in skipped)
    if not reasons:
        return
    say = terminalreporter.write_line
    say("")
    say("!" * WIDTH, red=True, bold=True)
    say(f"NOT TESTED: {sum(reasons.values())} tests were skipped", red=True, bold=True)
    for reason, count in reasons.most_common():
        say(f"  {count:4} x {reason}", red=True)
    say("!" * WIDTH, red=True, bold=True)


def _reason(report: Any) -> str:
    place_and_reason = report.longrepr
    text = place_and_reason[2] if isinstance(place_and_reason, tuple) else str(place_and_reason)
    return text.removeprefix("Skipped: ")
