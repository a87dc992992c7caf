"""A decision is made once, by who is signed in, about what they saw."""

from uuid import uuid4

import pytest

from console.records.approvals import Verdict
from tests.unit.console.browser import Browser
from tests.unit.console.fakes import FakeRecords


@pytest.mark.parametrize("verdict", list(Verdict))
async def test_a_verdict_goes_to_the_database_with_the_digest_that_was_shown(
    rita: Browser, fakes: FakeRecords, verdict: Verdict
) -> None:
    approval = fakes.approvals.opened(digest="f00d")

    answer = await rita.decide(approval, verdict, note=" fine\r\nby me ")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/approvals/{approval}"
    assert fakes.approvals.asked == [(approval, "rita", verdict, "fine\nby me", "f00d")]


async def test_who_comes_second_sees_who_decided(rita: Browser, sam: Browser, fakes: FakeRecords):
    approval = fakes.approvals.opened()
    form = await sam.form(approval) | {"verdict": "reject"}
    await rita.decide(approval)

    answer = await sam.post(f"/approvals/{approval}/decide", form)

    assert answer.status_code == 409
    assert "rita approved this first" in answer.text
    assert "Your click changed nothing." in answer.text


async def test_a_form_that_is_sent_twice_decides_once(rita: Browser, fakes: FakeRecords) -> None:
    approval = fakes.approvals.opened()
    form = await rita.form(approval) | {"verdict": "approve"}

    answers = [await rita.post(f"/approvals/{approval}/decide", form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]


async def test_a_request_that_changed_meanwhile_is_not_decided(rita: Browser, fakes: FakeRecords):
    approval = fakes.approvals.opened(digest="new")

    answer = await rita.decide(approval, digest="old")

    assert answer.status_code == 409
    assert "not the one that you saw" in answer.text


async def test_anothers_token_and_another_approvals_token_are_worth_nothing(
    rita: Browser, sam: Browser, fakes: FakeRecords
) -> None:
    approval, other = fakes.approvals.opened(), fakes.approvals.opened()
    for token in (
        (await sam.form(approval))["token"],
        (await rita.form(other))["token"],
        await rita.token_for_leaving(),
        "",
        "é" * 64,
    ):
        answer = await rita.decide(approval, token=token)
        assert answer.status_code == 422
    assert fakes.approvals.asked == []


async def test_without_signing_in_nothing_is_decided(
    rita: Browser, stranger: Browser, fakes: FakeRecords
) -> None:
    approval = fakes.approvals.opened()
    form = await rita.form(approval) | {"verdict": "approve"}

    answer = await stranger.post(f"/approvals/{approval}/decide", form)

    assert answer.status_code == 401
    assert fakes.approvals.asked == []


@pytest.mark.parametrize(("cents", "wanted"), [(49_999, 303), (50_000, 422)])
async def test_a_large_amount_wants_a_confirmation(
    rita: Browser, fakes: FakeRecords, cents: int, wanted: int
) -> None:
    approval = fakes.approvals.opened(amount_cents=cents, order_cents=cents)

    answer = await rita.decide(approval, note="my note")

    assert answer.status_code == wanted
    if wanted == 422:
        assert fakes.approvals.asked == []
        assert "my note</textarea>" in answer.text
        assert (await rita.decide(approval, confirm="yes")).status_code == 303


async def test_rejecting_a_large_amount_wants_none(rita: Browser, fakes: FakeRecords) -> None:
    approval = fakes.approvals.opened(amount_cents=50_000, order_cents=50_000)

    assert (await rita.decide(approval, "reject")).status_code == 303


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "perhaps"},
        {"verdict": ""},
        {"note": "n" * 2001},
        {"note": "nul\0"},
        {"digest": "d" * 201},
        {"note": "n" * 40_000},
    ],
)
async def test_a_form_that_makes_no_sense_is_a_page_that_says_so(
    rita: Browser, fakes: FakeRecords, fields: dict[str, str]
) -> None:
    approval = fakes.approvals.opened()

    answer = await rita.decide(approval, **fields)

    assert answer.status_code == 422
    assert "<h1" in answer.text
    assert fakes.approvals.asked == []


@pytest.mark.parametrize("missing", ["token", "digest", "verdict"])
async def test_a_field_that_is_missing_is_named(rita: Browser, fakes: FakeRecords, missing: str):
    approval = fakes.approvals.opened()
    form = await rita.form(approval) | {"verdict": "approve"}
    del form[missing]

    answer = await rita.post(f"/approvals/{approval}/decide", form)

    assert answer.status_code == 422
    assert missing in answer.text


@pytest.mark.parametrize("body", [b"\xff\xfe", b"note=%ff%fe", b"&".join([b"a=b"] * 50), b""])
async def test_a_body_that_is_no_form_is_refused(rita: Browser, fakes: FakeRecords, body: bytes):
    approval = fakes.approvals.opened()
    headers = {
        "Origin": "http://localhost:8080",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    for kind in (headers, headers | {"Content-Type": "application/json"}):
        answer = await rita.client.post(f"/approvals/{approval}/decide", content=body, headers=kind)
        assert answer.status_code == 422


@pytest.mark.parametrize("id", ["abc", "1", "%00", "' OR 1", str(uuid4())])
async def test_an_id_that_is_nobodys_is_a_page_that_says_so(rita: Browser, id: str) -> None:
    for path in (f"/approvals/{id}", f"/cases/{id}", f"/cases/{id}/live"):
        answer = await rita.get(path)
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text
    answer = await rita.post(f"/approvals/{id}/decide", {"verdict": "approve"})
    assert answer.status_code == 404


async def test_without_postgres_nobody_claims_to_know(rita: Browser, fakes: FakeRecords) -> None:
    approval = fakes.approvals.opened()
    fakes.approvals.unavailable = True

    answer = await rita.get(f"/approvals/{approval}")

    assert answer.status_code == 503
    assert "may or may not" in answer.text
