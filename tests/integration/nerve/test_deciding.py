"""`nerve approve` and `nerve reject`: a decision is made about what was shown, and told plainly."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from typer.testing import CliRunner

from nerve.app import build
from nerve.queries import approvals, decisions
from tests.integration.nerve.conftest import Nerve, Platform
from tests.integration.nerve.test_approvals import without_times

ID = UUID("7c0e0000-0000-4000-8000-000000000001")
APPROVED = """\
approval 7c0e0000-0000-4000-8000-000000000001
  stands      waits for a person, 3 h 59 m left, until T UTC
  customer    cus_sara, Sara Lindqvist, sara@example.com
  tier        pro
  order       ord_1002, Pro plan, monthly
  paid        $49.00, paid, T UTC
  amount      $49.00
  refunded    $0.00 of this order; 0 earlier refunds in all
  action      refund $49.00 on charge ch_1002 of order ord_1002
  digest      d1
  decisions   0 of 1
  may decide  rita, sam
the agent's reason, in a model's words
  | charged twice
the customer's subject
  | Twice
the customer's words
  | a customer's words

• approved: $49.00 on ord_1002, by rita; the run goes on and pays it
"""


def opened(platform: Platform, **other: Any) -> UUID:
    return platform.asked_for_a_refund(*platform.case(platform.filed()), **({"id": ID} | other))


def last(output: str) -> str:
    return without_times(output.splitlines()[-1])


def decided(platform: Platform) -> list[Any]:
    rows: list[Any] = platform.run(
        "SELECT reviewer_id, verdict, note, via, digest FROM decisions ORDER BY decided_at"
    )
    return rows


def test_a_refund_is_shown_and_approved(nerve: Nerve, platform: Platform, reviewers: None) -> None:
    opened(platform)
    result = nerve("approve", "7c0e", "--as", "rita", "--note", "seen at the bank", "--yes")
    assert result.exit_code == 0
    assert without_times(result.output) == APPROVED
    assert decided(platform) == [("rita", "approve", "seen at the bank", "terminal", "d1")]


def test_a_refund_is_rejected_by_whoever_nerve_runs_as(
    nerve: Nerve, platform: Platform, reviewers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NERVE_USER", "sam")
    opened(platform)
    result = nerve("reject", "7c0e", "--yes")
    assert result.exit_code == 0
    assert last(result.output) == "• rejected: $49.00 on ord_1002, by sam; nothing is paid"
    assert decided(platform) == [("sam", "reject", "", "terminal", "d1")]


def test_without_a_terminal_nothing_is_decided_unasked(
    nerve: Nerve, platform: Platform, reviewers: None
) -> None:
    opened(platform)
    result = nerve("approve", "7c0e", "--as", "rita")
    assert result.exit_code == 1
    assert "There is nobody to ask here" in result.stderr
    assert decided(platform) == []


@pytest.mark.parametrize(("typed", "code", "count"), [("y\n", 0, 1), ("n\n", 1, 0), ("", 1, 0)])
def test_on_a_terminal_it_is_asked_first(
    nerve: Nerve,
    platform: Platform,
    reviewers: None,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    code: int,
    count: int,
) -> None:
    monkeypatch.setattr("nerve.deciding.on_a_terminal", lambda: True)
    opened(platform)
    result = CliRunner().invoke(build(), ["approve", "7c0e", "--as", "rita"], input=typed)
    question = "rita: approve to refund $49.00 on charge ch_1002 of order ord_1002? [y/N]:"
    assert question in result.output
    assert result.exit_code == code
    assert len(decided(platform)) == count


def test_nobody_in_particular_decides_nothing(
    nerve: Nerve, platform: Platform, reviewers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NERVE_USER", raising=False)
    opened(platform)
    result = nerve("approve", "7c0e", "--yes")
    assert result.exit_code == 1
    assert result.stderr.startswith("nerve: Who decides? Give --as or set NERVE_USER; ")


def test_the_first_of_four_eyes_is_told_who_is_missing(
    nerve: Nerve, platform: Platform, reviewers: None
) -> None:
    opened(platform, required_decisions=2)
    first = nerve("approve", "7c0e", "--as", "rita", "--yes")
    assert first.exit_code == 0
    assert last(first.output) == (
        "• recorded: $49.00 on ord_1002 needs 2 people, rita is the first; still to decide: sam"
    )
    again = nerve("approve", "7c0e", "--as", "rita", "--yes")
    assert again.exit_code == 1
    assert last(again.output) == (
        "• nothing was decided: rita has decided already, it takes another person: sam"
    )
    assert nerve("approve", "7c0e", "--as", "sam", "--yes").exit_code == 0


def test_who_comes_second_is_told_who_was_first(
    nerve: Nerve, platform: Platform, reviewers: None
) -> None:
    opened(platform)
    nerve("reject", "7c0e", "--as", "sam", "--yes")
    result = nerve("approve", "7c0e", "--as", "rita", "--yes")
    assert result.exit_code == 1
    assert last(result.output) == "• nothing was decided: sam rejected it at T UTC"


def test_a_closed_one_is_told_as_such(nerve: Nerve, platform: Platform, reviewers: None) -> None:
    opened(platform)
    platform.run("SELECT close_approval(%s, 'blocked', 'open dispute')", ID)
    result = nerve("approve", "7c0e", "--as", "rita", "--yes")
    assert result.exit_code == 1
    assert last(result.output).startswith("• nothing was decided: it is blocked already; ")
    assert "stands      blocked (open dispute)" in result.output


def test_too_late_is_told_with_the_time(
    nerve: Nerve, platform: Platform, owner: psycopg.Connection[Any], reviewers: None
) -> None:
    opened(platform)
    owner.execute(
        "UPDATE approvals SET requested_at = now() - interval '2 h', expires_at = %s",
        (datetime.now(UTC) - timedelta(seconds=1),),
    )
    result = nerve("approve", "7c0e", "--as", "rita", "--yes")
    assert result.exit_code == 1
    assert last(result.output) == (
        "• nothing was decided: the time was up at T UTC; it is not paid, and the customer is told"
    )
    assert "stands      expired at T UTC" in without_times(result.output)


@pytest.mark.parametrize("who", ["mallory", "gone", "operator"])
def test_who_is_no_reviewer_is_told_how_to_be_one(
    nerve: Nerve, platform: Platform, reviewers: None, who: str
) -> None:
    opened(platform)
    result = nerve("approve", "7c0e", "--as", who, "--yes")
    assert result.exit_code == 1
    assert last(result.output) == (
        f"• nothing was decided: {who} may not decide; --as says who you are,"
        " docker compose run --rm nerve reviewers who may"
    )


def test_nobody_decides_about_their_own_money(
    nerve: Nerve, platform: Platform, owner: psycopg.Connection[Any], reviewers: None
) -> None:
    owner.execute("UPDATE reviewers SET email = 'Sara@Example.com' WHERE id = 'rita'")
    opened(platform)
    result = nerve("approve", "7c0e", "--as", "rita", "--yes")
    assert result.exit_code == 1
    assert last(result.output) == (
        "• nothing was decided: rita is the customer whose refund this is"
    )
    assert "may decide  sam\n" in result.output


def test_what_changed_since_it_was_shown_is_not_decided(
    nerve: Nerve,
    platform: Platform,
    owner: psycopg.Connection[Any],
    reviewers: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def changed_meanwhile(*_: object) -> bool:
        owner.execute("UPDATE approvals SET amount_cents = 100, digest = 'd2'")
        return True

    monkeypatch.setattr("nerve.deciding._meant", changed_meanwhile)
    opened(platform)
    result = nerve("approve", "7c0e", "--as", "rita")
    assert result.exit_code == 1
    assert last(result.output).startswith(
        "• nothing was decided: it is no longer what you were shown; look again: "
    )
    assert decided(platform) == []


def test_a_note_beyond_what_is_kept_is_refused_before_anything_is_decided(
    nerve: Nerve, platform: Platform, reviewers: None
) -> None:
    opened(platform)
    result = nerve("approve", "7c0e", "--as", "rita", "--yes", "--note", "n" * 2001)
    assert result.stderr == "nerve: --note has 2001 characters; 2000 is the most.\n"
    assert decided(platform) == []


def test_everything_that_is_read_is_read_as_the_runtime_role(
    platform: Platform, app_url: str, reviewers: None
) -> None:
    from nerve.queries.database import connected

    opened(platform)
    with connected(app_url) as connection:
        (row,) = approvals.waiting(connection)
        assert approvals.words(connection, row) == {
            "subject": "Twice", "body": "a customer's words",
        }  # fmt: skip
        assert len(decisions.reviewers(connection)) == 3
