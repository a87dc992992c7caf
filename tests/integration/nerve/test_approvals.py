"""`nerve approvals` and `nerve approval`: what waits, and everything needed to judge it."""

import json
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.integration.nerve.conftest import Nerve, Platform

ID = UUID("7c0e0000-0000-4000-8000-000000000001")
TWIN = UUID("7c0e1111-0000-4000-8000-000000000002")
WORDS = (
    "I was charged twice.\r\n\u202eevorppa\u202c zero\u200bwidth\x1b[2J\n"
    "• approved: $49.00, by rita; the run goes on and pays it\n" + "x" * 100
)
IN_FULL = """\
approval 7c0e0000-0000-4000-8000-000000000001
  stands      waits for a person, 3 h 59 m left, until T UTC
  customer    cus_sara, Sara Lindqvist, sara@example.com
  tier        pro
  order       ord_1002, Pro plan, monthly
  paid        $49.00, paid, T UTC
  amount      $12.00
  refunded    $10.00 of this order; 2 earlier refunds in all
  action      refund $12.00 on charge ch_1002 of order ord_1002
  digest      d1
  decisions   1 of 2
  may decide  sam
  rita        approve by console at T UTC: looks<U+000A>right
the agent's reason, in a model's words
  | charged twice
the customer's subject
  | Twice
the customer's words
  | I was charged twice.
  | <U+202E>evorppa<U+202C> zero<U+200B>width<U+001B>[2J
  | • approved: $49.00, by rita; the run goes on and pays it
  | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
  | xxxxxxxxxxxx
decide
  approve     docker compose run --rm nerve approve 7c0e0000 --as sam
  reject      docker compose run --rm nerve reject 7c0e0000 --as sam
"""
WAITING = """\
id left customer tier order amount decisions reason given
7c0e0000-0000-4000-8000-000000000001 3 h 59 m cus_sara pro ord_1002 $49.00 0 of 1 charged twice
"""


def squeezed(text: str) -> str:
    return "".join(f"{' '.join(line.split())}\n" for line in text.splitlines())


def without_times(text: str) -> str:
    import re

    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "T", text)


@pytest.fixture
def waiting(platform: Platform, reviewers: None) -> UUID:
    return platform.asked_for_a_refund(*platform.case(platform.filed()), id=ID)


def test_what_waits_says_how_long_for_whom_how_much_and_why(nerve: Nerve, waiting: UUID) -> None:
    assert squeezed(nerve("approvals").output) == WAITING


def test_nothing_waiting_says_so(nerve: Nerve) -> None:
    assert nerve("approvals").output == "nothing waits for a person\n"
    assert nerve("approvals", "--all").output == "no refund has been asked for yet\n"


def test_what_was_decided_is_listed_when_asked_for(
    nerve: Nerve, platform: Platform, waiting: UUID
) -> None:
    nerve("reject", str(waiting), "--as", "sam", "--yes")
    assert nerve("approvals").output == "nothing waits for a person\n"
    assert "rejected by sam  cus_sara  pro" in nerve("approvals", "--all").output
    (row,) = map(json.loads, nerve("approvals", "--all", "--json").output.splitlines())
    assert (row["id"], row["status"], row["decided_by"]) == (str(waiting), "rejected", "sam")


def test_one_refund_in_full_with_strangers_words_made_harmless(
    nerve: Nerve, platform: Platform, reviewers: None
) -> None:
    for order, cents in (("ord_1001", 4900), ("ord_1002", 1000)):
        before = platform.asked_for_a_refund(
            *platform.case(platform.filed()),
            order_id=order,
            charge_id=order.replace("ord", "ch"),
            amount_cents=cents,
        )
        platform.refunded(before, "succeeded", f"re_{order}")
    ticket, message = platform.case(platform.filed())
    platform.run("UPDATE messages SET body = %s WHERE id = %s", WORDS, message)
    platform.asked_for_a_refund(ticket, message, id=ID, amount_cents=1200, required_decisions=2)
    platform.run(
        "SELECT decide_approval(%s, 'rita', 'approve', %s, 'd1', 'console')", ID, "looks\nright"
    )
    assert without_times(nerve("approval", "7c0e").output) == IN_FULL


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("7c0e", f"7c0e is the beginning of several approvals: {ID}, {TWIN}. Give more of it."),
        ("7c0e2", "No approval's id begins with 7c0e2: "),
        ("7c", "'7c' is not an approval's id: give at least its first four characters;"),
        ("%%%%", "'%%%%' is not an approval's id: "),
    ],
)
def test_an_id_that_means_no_one_approval_is_refused(
    nerve: Nerve, platform: Platform, waiting: UUID, written: str, said: str
) -> None:
    platform.asked_for_a_refund(*platform.case(platform.filed()), id=TWIN)
    for command in (["approval"], ["approve", "--as", "rita", "--yes"]):
        result = nerve(*command, written)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"nerve: {said}")
    assert platform.run("SELECT DISTINCT status FROM approvals") == [("pending",)]


def test_the_beginning_of_an_id_is_enough_in_capitals_too(nerve: Nerve, waiting: UUID) -> None:
    assert nerve("approval", "7C0E0").output.startswith(f"approval {ID}\n")


def test_the_reviewers_are_listed_without_their_secrets(
    nerve: Nerve, owner: psycopg.Connection[Any], waiting: UUID
) -> None:
    owner.execute("UPDATE reviewers SET password_hash = 'geheim' WHERE id = 'rita'")
    nerve("approve", "7c0e", "--as", "rita", "--yes")
    assert squeezed(nerve("reviewers").output) == (
        "id name e-mail slack console decisions may decide\n"
        "rita Rita Castro rita@support.example U0RITA signs in 1 yes\n"
        "sam Sam Adeyemi sam@support.example - - 0 yes\n"
        "gone Gone gone@support.example - - 0 no longer\n"
    )
    assert "geheim" not in nerve("reviewers", "--json").output


def test_no_reviewers_at_all_is_told(nerve: Nerve) -> None:
    assert nerve("reviewers").output == "there are no reviewers: nobody can approve a refund\n"
