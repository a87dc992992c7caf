"""A click is a row in Postgres, once, and everybody is told the truth about it."""

import asyncio
from uuid import UUID

import pytest

from tests.integration.migrations.gate import Gate
from tests.unit.console.browser import Browser


async def test_a_click_decides_and_wakes_the_run(rita: Browser, gate: Gate) -> None:
    approval = gate.opened()

    answer = await rita.decide(approval, note="twice indeed")

    assert answer.status_code == 303
    assert gate.status(approval) == "approved"
    assert gate.traces() == (1, 1, 1)
    page = (await rita.get(f"/approvals/{approval}")).text
    assert "Rita approved this at" in page
    assert "twice indeed" in page


@pytest.mark.parametrize("round", range(3))
async def test_two_reviewers_at_the_same_time_give_one_decision(
    rita: Browser, sam: Browser, gate: Gate, round: int
) -> None:
    approval = gate.opened()
    clicks = {rita: await rita.form(approval), sam: await sam.form(approval)}

    answers = await asyncio.gather(
        *(
            who.post(f"/approvals/{approval}/decide", form | {"verdict": verdict})
            for (who, form), verdict in zip(clicks.items(), ["approve", "reject"], strict=True)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [303, 409]
    (loser,) = [answer for answer in answers if answer.status_code == 409]
    assert "this first, at" in loser.text
    assert gate.traces() == (1, 1, 1)
    assert sorted(gate.attempts()) == ["already_decided", "decided"]


async def test_ten_clicks_of_one_form_give_one_decision(rita: Browser, gate: Gate) -> None:
    approval = gate.opened()
    form = await rita.form(approval) | {"verdict": "approve"}

    answers = await asyncio.gather(
        *(rita.post(f"/approvals/{approval}/decide", form) for _ in range(10))
    )

    assert sorted(answer.status_code for answer in answers) == [303] + [409] * 9
    assert gate.traces() == (1, 1, 1)


async def test_a_form_replayed_with_the_other_verdict_changes_nothing(
    rita: Browser, gate: Gate
) -> None:
    approval = gate.opened()
    form = await rita.form(approval)
    await rita.post(f"/approvals/{approval}/decide", form | {"verdict": "reject"})

    answer = await rita.post(f"/approvals/{approval}/decide", form | {"verdict": "approve"})

    assert answer.status_code == 409
    assert "Rita rejected this first" in answer.text
    assert gate.status(approval) == "rejected"
    assert gate.traces() == (1, 1, 1)


async def test_who_comes_too_late_is_told_why(rita: Browser, gate: Gate) -> None:
    approval = gate.opened(left="1 h")
    form = await rita.form(approval) | {"verdict": "approve"}
    gate.owner.execute("UPDATE approvals SET expires_at = now() - interval '1 s'")

    answer = await rita.post(f"/approvals/{approval}/decide", form)

    assert answer.status_code == 409
    assert "Time ran out" in answer.text
    assert gate.traces() == (0, 0, 0)
    assert str(approval) in (await rita.get("/approvals?show=ended")).text
    assert str(approval) not in (await rita.get("/approvals")).text


async def test_a_request_that_changed_is_not_decided(rita: Browser, gate: Gate) -> None:
    approval = gate.opened()

    answer = await rita.decide(approval, digest="of something else")

    assert answer.status_code == 409
    assert gate.traces() == (0, 0, 0)
    assert gate.attempts() == ["changed"]


async def test_four_eyes_are_two_peoples(rita: Browser, sam: Browser, gate: Gate) -> None:
    approval = gate.opened(decisions=2)
    form = await rita.form(approval) | {"verdict": "approve"}

    assert (await rita.post(f"/approvals/{approval}/decide", form)).status_code == 303
    assert gate.status(approval) == "pending"
    again = await rita.post(f"/approvals/{approval}/decide", form)
    assert again.status_code == 409
    assert "another reviewer" in again.text
    assert (await sam.decide(approval)).status_code == 303
    assert gate.status(approval) == "approved"


async def test_a_reviewer_who_was_taken_off_decides_nothing(rita: Browser, gate: Gate) -> None:
    approval = gate.opened()
    form = await rita.form(approval) | {"verdict": "approve"}
    gate.owner.execute("UPDATE reviewers SET active = false WHERE id = 'rita'")

    answer = await rita.post(f"/approvals/{approval}/decide", form)

    assert answer.status_code == 401
    assert gate.traces() == (0, 0, 0)


async def test_a_note_of_any_letters_is_kept(rita: Browser, gate: Gate) -> None:
    approval: UUID = gate.opened()
    note = "é\u202e'; DROP TABLE approvals; -- %s 👍" + "n" * 1900

    assert (await rita.decide(approval, note=note)).status_code == 303
    assert gate.one("SELECT note FROM decisions") == note
