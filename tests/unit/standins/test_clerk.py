"""What the rule-based support clerk does with a mail."""

import pytest

from nerve.samples import letters
from standins.notopenai.clerk import Call, Reply
from standins.notopenai.outcome import Outcome
from tests.unit.standins.conversations import (
    NOBODY,
    SARA,
    TOOLS,
    TWICE,
    after_refund,
    email,
    looked_up,
    move,
    order,
    refund_asked,
    reply_to,
    turn,
)
from worker.agent.refund_talk import Talk, talk_about_refunds

DECLINED = [
    "not issued: a person declined it. No refund has been made. Say so.",
    "not issued: nobody approved it in time, so it is declined. Say so.",
    "not issued: nobody has approved it. No refund has been made. Say so.",
    "Tool execution was not approved.",
    '{"status": "rejected"}',
    '{"status": "expired", "issued": false}',
    '{"issued": false}',
    "An error occurred while running the tool",
    "The refund was not refunded",
]


def test_the_customer_is_looked_up_first() -> None:
    assert move([email("Hi")]) == Call("lookup_customer", {})


def test_the_orders_are_looked_up_second() -> None:
    assert move([email("Hi"), *turn("lookup_customer", SARA)]) == Call("lookup_orders", {})


@pytest.mark.parametrize("answer", [NOBODY, "null", "No customer found", "[]", "unknown"])
def test_a_stranger_gets_a_reply_without_data(answer: str) -> None:
    reply = reply_to([email("I was charged twice"), *turn("lookup_customer", answer)])
    assert reply.outcome is Outcome.UNKNOWN_CUSTOMER
    assert "ord_" not in reply.text
    assert talk_about_refunds(reply.text) is Talk.SILENT


@pytest.mark.parametrize(
    "text",
    [
        "I was charged twice for my plan",
        "There is a duplicate charge on my card",
        "You double-charged me this month!",
        "I see two charges of $49",
        "My first payment failed and then I was charged twice",
        "Ihr habt doppelt abgebucht",
        "J'ai été débité deux fois",
        "Me han cobrado dos veces",
        "Mi è stato addebitato due volte",
        "Jag blev debiterad två gånger",
        "تم خصم المبلغ مرتين",
        "二重に請求されています",
    ],
)
def test_of_two_equal_orders_the_later_one_is_refunded(text: str) -> None:
    assert refund_asked(text, [*TWICE, order("ord_1009", 900)]) == ("ord_1002", 4900)


def test_the_day_decides_which_order_is_the_later() -> None:
    early = order("ord_9", 4900, placed_on="2026-11-01")
    late = order("ord_1", 4900, placed_on="2026-11-02")
    assert refund_asked("charged twice", [late, early]) == ("ord_1", 4900)


def test_an_order_named_in_the_mail_wins() -> None:
    assert refund_asked("I was charged twice, ord_1001 is wrong", TWICE) == ("ord_1001", 4900)


def test_of_two_named_orders_the_later_one_is_refunded() -> None:
    assert refund_asked("Charged twice: ord_1002 and ord_1001", TWICE) == ("ord_1002", 4900)


def test_a_failed_order_that_was_charged_is_refunded() -> None:
    orders = [order("ord_2", 900), order("ord_1", 1900, status="failed")]
    assert refund_asked("My order failed but I was charged", orders) == ("ord_1", 1900)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("You overcharged me by $10", 1000),
        ("I paid $59.00 instead of $49.00", 1000),
        ("I was charged $10.50 too much", 1050),
        ("I was charged too much", 4900),
        ("You overcharged me by $9,999", 4900),
        ("You overcharged me: it was $1,049.00 instead of $1,000.00", 4900),
    ],
)
def test_an_overcharge_is_refunded_by_its_difference(text: str, cents: int) -> None:
    assert refund_asked(text, [order("ord_1", 4900)]) == ("ord_1", cents)


@pytest.mark.parametrize(
    ("letter", "orders", "asked"),
    [
        (letters.DUPLICATE_CHARGE, TWICE, ("ord_1002", 4900)),
        (letters.OVERCHARGE, [order("ord_1005", 90000)], ("ord_1005", 45000)),
        (letters.FAILED_ORDER, [order("ord_1006", 1900, status="failed")], ("ord_1006", 1900)),
    ],
)
def test_the_sample_complaints_ask_for_their_refunds(
    letter: letters.Letter, orders: list[dict[str, object]], asked: tuple[str, int]
) -> None:
    assert refund_asked(letter.text, orders) == asked


@pytest.mark.parametrize(
    "text",
    [
        letters.QUESTION.text,
        "How do I cancel?",
        "Where is my invoice?",
        "What is your refund policy?",
        "I changed my mind and want my money back for ord_1001",
        "I asked twice already how to sign in",
        "Thank you!",
        "",
        "> I was charged twice\nThanks, that is settled.",
    ],
)
def test_everything_else_is_answered_without_a_refund(text: str) -> None:
    reply = reply_to(looked_up(text, TWICE))
    assert reply.outcome is Outcome.ANSWERED
    assert "Sara" in reply.text
    assert "ord_1002" in reply.text
    assert talk_about_refunds(reply.text) is not Talk.CLAIMS


@pytest.mark.parametrize(
    "text", ["I was charged twice", "My order failed but I was charged for ord_77"]
)
def test_a_complaint_that_fits_no_order_asks_which_one(text: str) -> None:
    reply = reply_to(looked_up(text, [order("ord_1", 4900), order("ord_2", 1900)]))
    assert reply.outcome is Outcome.NEEDS_DETAILS
    assert talk_about_refunds(reply.text) is Talk.SILENT


def test_an_order_that_was_refunded_is_not_refunded_again() -> None:
    orders = [order("ord_1002", 4900, status="refunded"), order("ord_1001", 4900)]
    assert reply_to(looked_up("I was charged twice", orders)).outcome is Outcome.NEEDS_DETAILS


def test_without_the_refund_tool_nothing_is_promised() -> None:
    reply = move(looked_up("I was charged twice", TWICE), TOOLS[:2])
    assert isinstance(reply, Reply)
    assert talk_about_refunds(reply.text) is Talk.SILENT


def test_an_issued_refund_is_confirmed() -> None:
    answer = "issued: the refund has been made"
    reply = reply_to(after_refund("I was charged twice", TWICE, answer))
    assert reply.outcome is Outcome.REFUNDED
    assert "$49.00" in reply.text
    assert talk_about_refunds(reply.text) is Talk.CLAIMS


@pytest.mark.parametrize("answer", DECLINED)
def test_a_declined_refund_is_never_said_to_be_issued(answer: str) -> None:
    reply = reply_to(after_refund("I was charged twice", TWICE, answer))
    assert reply.outcome is Outcome.DECLINED
    assert "declined" in reply.text
    assert talk_about_refunds(reply.text) is Talk.DENIES


def test_an_unclear_answer_is_neither_issued_nor_declined() -> None:
    reply = reply_to(after_refund("I was charged twice", TWICE, "queued for review"))
    assert reply.outcome is Outcome.PENDING
    assert talk_about_refunds(reply.text) is Talk.SILENT


def test_a_tool_answer_in_python_notation_is_understood() -> None:
    items = [email("charged twice"), *turn("lookup_customer", "{'name': 'Sara', 'tier': 'pro'}")]
    call = move([*items, *turn("lookup_orders", repr(TWICE))])
    assert isinstance(call, Call)
    assert call.arguments["order_id"] == "ord_1002"


def test_only_the_newest_mail_is_answered() -> None:
    settled = [*looked_up("I was charged twice", TWICE), {"role": "assistant", "content": "Done"}]
    assert move([*settled, email("Thanks")]) == Call("lookup_customer", {})


@pytest.mark.parametrize(
    ("asked", "start"),
    [("Write a greeting for: {}", "Hello {}"), ("Write a farewell for: {}", "Goodbye, {}")],
)
@pytest.mark.parametrize("name", ["Sara", "Zoë O'Neill", "李雷"])
def test_a_greeting_and_a_farewell_carry_the_name(asked: str, start: str, name: str) -> None:
    reply = move([{"role": "user", "content": asked.format(name)}], tools=[])
    assert isinstance(reply, Reply)
    assert reply.text.startswith(start.format(name))
