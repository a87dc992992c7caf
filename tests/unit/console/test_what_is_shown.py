"""What a reviewer sees is true, and what a customer wrote is only text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from console.display.visible import MOST, visible
from console.display.words import ago, left, money, span
from console.records.approvals import Decision, Dispute
from console.records.audit import Chain
from console.records.cases import Moment
from tests.unit.console.browser import Browser
from tests.unit.console.fakes import NOW, FakeRecords

HOSTILE = '</div></figure><script>alert(1)</script><form action="/x"><button>Approve</button>'


@pytest.mark.parametrize("field", ["message_body", "message_subject", "message_from", "reason"])
async def test_what_others_wrote_is_text_and_nothing_else(
    rita: Browser, fakes: FakeRecords, field: str
) -> None:
    approval = fakes.approvals.opened(**{field: HOSTILE})

    page = (await rita.get(f"/approvals/{approval}")).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("<form") == 2  # signing out, deciding


async def test_a_customer_named_like_the_page_is_quoted_everywhere(
    rita: Browser, fakes: FakeRecords
) -> None:
    fakes.approvals.opened(reason=HOSTILE, customer_name=HOSTILE)
    case = fakes.cases.opened(HOSTILE)
    fakes.cases.timeline = [
        Moment(NOW, "customer", HOSTILE, HOSTILE, None, False, HOSTILE),
        Moment(NOW, "audit", "email_received", "#1", "audit:1", False, None),
        Moment(NOW, "worker", "Run started", None, "run:01RUN", True, None),
    ]

    for path in ("/approvals", "/cases", f"/cases/{case}"):
        page = (await rita.get(path)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "character",
    "\u200b\u200d\u202e\u2066\u00ad\ufeff\u2063\U000e0041\u3164\u2800\ufe0f\u0085\x1b\u2028\u2003",
)
def test_what_cannot_be_seen_is_shown(character: str) -> None:
    assert f"[U+{ord(character):04X}]" in visible(f"pay{character}me")


@pytest.mark.parametrize("text", ["Grüße, Ελλάδα, 日本語, مرحبا, 👍", "two\nlines\tand a tab"])
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_a_very_long_text_says_that_it_was_cut() -> None:
    assert "[1 more characters]" in visible("x" * (MOST + 1))


async def test_the_page_says_what_will_run_and_who_may_decide(rita: Browser, fakes: FakeRecords):
    approval = fakes.approvals.opened()
    fakes.approvals.refunded(approval, 100, order="ord_1001")

    page = (await rita.get(f"/approvals/{approval}")).text

    assert "<strong>$49.00</strong> of charge <code>ch_1002</code>" in page
    assert "Rita Castro (you), Sam Adeyemi" in page
    assert "nothing of this order" in page
    assert "$1.00</a> on ord_1001" in page


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"order_charge": "ch_9"}, "another one than when the agent asked"),
        ({"order_customer": "cus_omar"}, "belongs to another customer"),
        ({"order_currency": "eur"}, "currency is another one"),
        ({"order_cents": 4899}, "more than the order took"),
        ({"rivals": 1}, "Another refund of the same order"),
        ({"message_from": "sara@evil.example"}, "not the customer&#39;s"),
    ],
)
async def test_what_does_not_fit_is_pointed_out(
    rita: Browser, fakes: FakeRecords, changes, warning
):
    sound, odd = fakes.approvals.opened(), fakes.approvals.opened(**changes)

    assert warning not in (await rita.get(f"/approvals/{sound}")).text
    assert warning in (await rita.get(f"/approvals/{odd}")).text


async def test_a_dispute_and_an_earlier_refund_are_pointed_out(rita: Browser, fakes: FakeRecords):
    approval = fakes.approvals.opened()
    fakes.approvals.refunded(approval, 1)
    row = fakes.approvals.rows[approval]
    fakes.approvals.rows[approval] = replace(row, disputes=[Dispute("dp_1", "open", False)])

    page = (await rita.get(f"/approvals/{approval}")).text

    assert "disputed at the bank (dp_1, open)" in page
    assert "more than the order took" in page


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": "expired"}, "Nobody decided in time"),
        ({"status": "approved", "decided_by": "Sam", "decided_at": NOW}, "Sam approved this at"),
        ({"customer_email": "RITA@support.example"}, "somebody else has to decide"),
    ],
)
async def test_who_cannot_decide_gets_no_buttons_but_a_reason(
    rita: Browser, fakes: FakeRecords, changes, why
) -> None:
    approval = fakes.approvals.opened(**changes)

    page = (await rita.get(f"/approvals/{approval}")).text

    assert why in page
    assert 'name="verdict"' not in page


async def test_the_first_of_two_reviewers_waits_for_the_second(rita: Browser, fakes: FakeRecords):
    approval = fakes.approvals.opened(required_decisions=2)
    said = Decision("rita", "Rita", "approve", "looks right", "slack", NOW)
    row = fakes.approvals.rows[approval]
    fakes.approvals.rows[approval] = replace(row, decisions=[said])

    page = (await rita.get(f"/approvals/{approval}")).text

    assert "It takes another reviewer as well" in page
    assert "looks right" in page
    assert 'name="verdict"' not in page


async def test_a_broken_chain_is_the_first_thing_one_reads(rita: Browser, fakes: FakeRecords):
    assert "3 rows without a gap" in (await rita.get("/audit")).text
    fakes.audit.state = Chain(rows=3, head=3, head_hash="abc", checked=3, first_bad=2)
    assert "broken at row 2" in (await rita.get("/audit")).text
    fakes.audit.state = Chain(rows=3, head=5, head_hash="abc", checked=3, first_bad=None)
    assert "2 rows are missing" in (await rita.get("/audit")).text


@pytest.mark.parametrize(
    "query",
    ["action=nothing", "before=x", "before=-1", "before=9" * 30, "actor=%00", "run=" + "x" * 999],
)
async def test_a_filter_that_makes_no_sense_is_no_page(rita: Browser, query: str) -> None:
    assert (await rita.get(f"/audit?{query}")).status_code == 404


async def test_filters_reach_the_log(rita: Browser, fakes: FakeRecords) -> None:
    await rita.get("/audit?action=reply_sent&actor=agent:support&before=9&subject=&run=")

    (asked,) = fakes.audit.asked
    assert (asked.action, asked.actor, asked.before) == ("reply_sent", "agent:support", 9)
    assert (asked.subject, asked.run, asked.customer) == (None, None, None)


async def test_the_health_page_stands_while_the_front_door_is_away(rita: Browser) -> None:
    page = await rita.get("/status")

    assert page.status_code == 200
    assert "no answer" in page.text
    assert "Still &lt;b&gt;waiting" in page.text


async def test_ready_asks_postgres_and_health_does_not(rita: Browser, fakes: FakeRecords) -> None:
    fakes.vitals.alive = False

    assert (await rita.get("/ready")).status_code == 503
    assert (await rita.get("/health")).status_code == 200


async def test_what_is_not_there_is_a_page(rita: Browser) -> None:
    for path in ("/nothing", "/static/../settings.py", "/static/secret", "/approvals?show=all"):
        assert (await rita.get(path)).status_code == 404
    assert (await rita.get("/logout")).status_code == 405


def test_amounts_and_spans_read_as_people_say_them() -> None:
    assert [money(4900, "usd"), money(4900, "eur"), money(4900, "jpy")] == [
        "$49.00", "49.00 EUR", "4,900 JPY",
    ]  # fmt: skip
    spans = [5, 65, 3600, 3 * 3600 + 720, 86_400 * 2 + 3600, -4]
    assert [span(seconds) for seconds in spans] == [
        "5 s", "1 min 5 s", "1 h", "3 h 12 min", "2 d 1 h", "0 s",
    ]  # fmt: skip


async def test_time_left_is_counted_from_now(rita: Browser, fakes: FakeRecords) -> None:
    fakes.approvals.opened(expires_at=datetime.now(UTC) + timedelta(minutes=30, seconds=5))

    assert ">30 min</time> left" in (await rita.get("/approvals")).text


def test_what_is_shown_does_not_change_every_second() -> None:
    now = datetime.now(UTC)
    past = [ago(now - timedelta(seconds=seconds)) for seconds in (5, 62, 119, 3 * 3600 + 65)]
    ahead = [left(now + timedelta(seconds=seconds)) for seconds in (-1, 30, 100, 3 * 3600 + 65)]

    assert past == ["a moment ago", "1 min ago", "1 min ago", "3 h 1 min ago"]
    assert ahead == ["none", "under a minute", "1 min", "3 h 1 min"]
