"""`nerve inbox`: where each row stands, why, and pushing it."""

import json
from uuid import UUID

import pytest

from tests.integration.nerve.conftest import Nerve, Platform

MAIL = "customer/email.received"
OLD = "UPDATE inbox SET received_at = now() - interval '2 minutes' WHERE id = %s"


def states(nerve: Nerve, *options: str) -> dict[str, str]:
    result = nerve("inbox", "--json", *options)
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.output.splitlines()]
    return {row["id"]: row["state"] for row in rows}


@pytest.fixture
def rows(platform: Platform) -> dict[str, UUID]:
    """One row in every state."""
    platform.listening(MAIL, "answer-email")
    found = {
        "kept": platform.filed(None),
        "unsent": platform.filed(),
        "sent": platform.filed(),
        "picked up": platform.filed(),
        "unmatched": platform.filed("demo/anything"),
    }
    for state in ("sent", "picked up", "unmatched"):
        platform.sent(found[state])
    platform.picked_up(found["picked up"])
    return found


def test_every_row_says_where_it_stands(nerve: Nerve, rows: dict[str, UUID]) -> None:
    assert states(nerve) == {str(row_id): state for state, row_id in rows.items()}


def test_counts_come_first_and_nothing_of_what_customers_wrote(
    nerve: Nerve, rows: dict[str, UUID]
) -> None:
    result = nerve("inbox")
    first, headings, *lines = result.output.splitlines()
    assert first == "last 7 days: 1 unsent, 1 sent, 1 picked up, 1 unmatched, 1 kept"
    assert headings.split() == [
        "id", "age", "source", "kind", "state", "sends", "next", "try", "reason",
    ]  # fmt: skip
    assert len(lines) == 5
    (unmatched,) = [line for line in lines if str(rows["unmatched"]) in line]
    assert unmatched.split("  ")[-1].strip() == "no function listens to demo/anything"
    assert "customer's words" not in result.output


def test_unmatched_rows_can_be_listed_alone(nerve: Nerve, rows: dict[str, UUID]) -> None:
    assert states(nerve, "--unmatched") == {str(rows["unmatched"]): "unmatched"}


def test_a_row_is_stuck_when_it_is_owed_for_long_or_with_an_error(
    nerve: Nerve, platform: Platform, rows: dict[str, UUID]
) -> None:
    assert states(nerve, "--stuck") == {}
    platform.run(OLD, rows["sent"])
    platform.run(OLD, rows["picked up"])
    platform.run("UPDATE inbox SET last_error = 'nobody there' WHERE id = %s", rows["unsent"])
    assert set(states(nerve, "--stuck")) == {str(rows["sent"]), str(rows["unsent"])}
    assert "nobody there" in nerve("inbox", "--stuck").output


def test_a_listener_that_came_later_is_owed_nothing(nerve: Nerve, platform: Platform) -> None:
    row_id = platform.filed("user/trial.started")
    platform.sent(row_id)
    platform.run("INSERT INTO listeners VALUES ('user/trial.started', 'welcome', now())")
    assert states(nerve) == {str(row_id): "unmatched"}


def test_a_pickup_of_another_row_with_the_same_event_counts(
    nerve: Nerve, platform: Platform
) -> None:
    platform.listening("stripe/charge.refund.failed", "refund-failed")
    twins = [platform.filed("stripe/charge.refund.failed") for _ in range(2)]
    for row_id in twins:
        platform.sent(row_id)
        platform.run("UPDATE inbox SET event_id = 'one' WHERE id = %s", row_id)
    platform.picked_up(twins[0], "refund-failed")
    assert set(states(nerve).values()) == {"picked up"}


def due(platform: Platform) -> set[UUID]:
    return {row[0] for row in platform.run("SELECT id FROM inbox WHERE next_send_at <= now()")}


@pytest.mark.parametrize("state", ["unsent", "sent", "unmatched"])
def test_pushing_makes_a_row_due_under_its_own_event_id(
    nerve: Nerve, platform: Platform, rows: dict[str, UUID], state: str
) -> None:
    row_id = rows[state]
    result = nerve("inbox", "push", str(row_id))
    assert result.exit_code == 0, result.output
    event = "demo/anything" if state == "unmatched" else MAIL
    said = f"{row_id} will be sent again within seconds, as {event}:{row_id}"
    assert result.output.startswith(said)
    assert due(platform) == {row_id}


def test_a_pushed_row_that_nothing_listened_to_is_really_sent_by_the_relay(
    nerve: Nerve, platform: Platform, rows: dict[str, UUID]
) -> None:
    nerve("inbox", "push", str(rows["unmatched"]))
    ((sent_at,),) = platform.run("SELECT sent_at FROM inbox WHERE id = %s", rows["unmatched"])
    assert sent_at is None


@pytest.mark.parametrize(
    ("state", "said"), [("kept", "there is no event to send"), ("picked up", "picked up already")]
)
def test_a_row_with_nothing_to_send_is_not_pushed(
    nerve: Nerve, platform: Platform, rows: dict[str, UUID], state: str, said: str
) -> None:
    result = nerve("inbox", "push", str(rows[state]))
    assert result.exit_code == 1
    assert said in result.stderr
    assert due(platform) == set()


def test_all_stuck_rows_can_be_pushed_at_once(
    nerve: Nerve, platform: Platform, rows: dict[str, UUID]
) -> None:
    later = "UPDATE inbox SET next_send_at = now() + interval '5 minutes' WHERE id = %s"
    for state in ("unsent", "sent"):
        platform.run(OLD, rows[state])
        platform.run(later, rows[state])
    result = nerve("inbox", "push", "--stuck")
    assert result.output == "2 rows will be sent again within seconds\n"
    assert due(platform) == {rows["unsent"], rows["sent"]}


def test_push_wants_one_row_or_all_that_are_stuck(nerve: Nerve, rows: dict[str, UUID]) -> None:
    assert nerve("inbox", "push").exit_code == 1
    assert nerve("inbox", "push", "--stuck", str(rows["sent"])).exit_code == 1


def test_a_row_is_shown_without_its_body_unless_asked(nerve: Nerve, rows: dict[str, UUID]) -> None:
    row_id = str(rows["picked up"])
    facts = nerve("inbox", "show", row_id)
    assert f"event id        {MAIL}:{row_id}\n" in facts.output
    assert "answer-email    run 01RUN\n" in facts.output
    assert "customer's words" not in facts.output
    assert '"TextBody": "a customer\'s words"' in nerve("inbox", "show", row_id, "--body").output


def test_a_row_that_is_not_there_is_one_sentence(nerve: Nerve) -> None:
    result = nerve("inbox", "show", "2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c")
    assert result.exit_code == 1
    assert result.stderr.startswith("nerve: There is no inbox row 2f1c4b9a-")
