"""The agent can ask for a refund and nothing more."""

import pytest
from agents.testing import assistant_message, function_call

from tests.unit.worker.agent.scripts import (
    OMARS,
    Records,
    asks,
    case,
    desk,
    looks_up,
    says,
    tool_answers,
)
from worker.domain.money import Money
from worker.ports.failures import Permanent, Temporary
from worker.ports.support_desk import Answered, AsksForRefunds

SORRY = says("I am sorry, no refund has been made.", statement="declined")


async def test_a_duplicate_charge_leads_to_a_pause_with_the_right_proposal():
    support, model = desk(looks_up("lookup_customer", "c1"), looks_up(), asks())

    asked = await support.answer(case())

    assert isinstance(asked, AsksForRefunds)
    (proposal,) = asked.proposals
    assert (proposal.call_id, proposal.customer_id) == ("call_refund", "cus_sara")
    assert (proposal.order_id, proposal.charge_id) == ("ord_1002", "ch_1002")
    assert (proposal.amount, proposal.reason) == (Money(4900, "usd"), "charged twice")
    assert (asked.usage.turns, asked.usage.input_tokens, asked.usage.output_tokens) == (3, 300, 30)
    assert '"order_id": "ord_1001"' in tool_answers(model)[1]
    assert "ch_1001" not in tool_answers(model)[1], "charge ids are none of the model's business"


@pytest.mark.parametrize(
    ("order_id", "amount", "told"),
    [
        (OMARS.id, 1900, "the customer has no such order"),
        ("ord_9999", 1900, "the customer has no such order"),
        ("ord_1002", 4901, "between 1 and 4900 cents"),
        ("ord_1002", 0, "between 1 and 4900 cents"),
        ("ord_1002", -1, "between 1 and 4900 cents"),
        ("ord_1002", "4900", "malformed"),
        ("ord_1002", 49.5, "malformed"),
        ("ord_1002", True, "malformed"),
        (["ord_1002"], 4900, "malformed"),
        (None, None, "malformed"),
    ],
)
@pytest.mark.parametrize("careless", [False, True])
async def test_a_request_that_our_records_do_not_bear_out_asks_nobody(
    order_id, amount, told, careless
):
    support, model = desk(asks(order_id, amount), SORRY, records=Records(careless=careless))

    answered = await support.answer(case())

    assert isinstance(answered, Answered)
    (answer,) = tool_answers(model)
    assert answer.startswith("not issued: ")
    assert told in answer


@pytest.mark.parametrize("arguments", ["", "{", "[]", '{"order_id": "ord_1002"}', "null", "{}"])
async def test_malformed_arguments_ask_nobody(arguments):
    call = function_call("issue_refund", arguments, call_id="call_refund")
    support, model = desk([call], SORRY)

    assert isinstance(await support.answer(case()), Answered)
    assert tool_answers(model)[0].startswith("not issued: ")


async def test_an_additional_argument_asks_nobody():
    arguments = {"order_id": "ord_1002", "amount_cents": 4900, "reason": "x", "customer": "omar"}
    support, _ = desk([function_call("issue_refund", arguments, call_id="c")], SORRY)

    assert isinstance(await support.answer(case()), Answered)


async def test_an_unknown_sender_can_ask_for_nothing_and_learns_nothing():
    records = Records()
    support, model = desk(
        looks_up("lookup_customer", "c1"), looks_up(), asks(), SORRY, records=records
    )

    assert isinstance(await support.answer(case(customer=None)), Answered)
    assert tool_answers(model)[:2] == ['{"known": false}', "[]"]
    assert records.asked_for == []


async def test_look_ups_are_scoped_to_the_sender_whatever_the_model_asks():
    records = Records()
    call = function_call("lookup_orders", {"customer_id": "cus_omar"}, call_id="c")
    support, model = desk([call], says("Hello."), records=records)

    await support.answer(case())

    assert set(records.asked_for) <= {"cus_sara"}
    assert "ord_1003" not in "".join(tool_answers(model))


async def test_records_that_are_away_are_a_temporary_failure():
    support, _ = desk(looks_up(), records=Records(down=True))

    with pytest.raises(Temporary, match="the database is away"):
        await support.answer(case())


async def test_records_that_are_away_during_a_refund_request_are_a_temporary_failure():
    support, _ = desk(asks(), records=Records(down=True))

    with pytest.raises(Temporary, match="the database is away"):
        await support.answer(case())


async def test_two_requests_at_once_are_two_proposals():
    support, _ = desk([*asks("ord_1001", 4900, "a"), *asks("ord_1002", 100, "b")])

    asked = await support.answer(case())

    assert isinstance(asked, AsksForRefunds)
    assert [(p.call_id, p.amount.cents) for p in asked.proposals] == [("a", 4900), ("b", 100)]


async def test_a_model_that_only_looks_up_is_stopped():
    support, model = desk(*[looks_up(call_id=f"c{n}") for n in range(20)])

    with pytest.raises(Permanent, match="turns"):
        await support.answer(case())
    assert len(model.calls) == 8


async def test_a_model_that_repeats_malformed_requests_is_stopped():
    calls = [[function_call("issue_refund", "{", call_id=f"c{n}")] for n in range(20)]
    support, model = desk(*calls)

    with pytest.raises(Permanent, match="turns"):
        await support.answer(case())
    assert len(model.calls) == 8


async def test_a_tool_that_does_not_exist_is_refused_and_the_run_goes_on():
    call = function_call("send_money", {"to": "me"}, call_id="c")
    support, _ = desk([call], says("Hello there."))

    answered = await support.answer(case())

    assert isinstance(answered, Answered)
    assert answered.reply.body == "Hello there."


async def test_output_of_another_shape_is_asked_for_once_more():
    support, _ = desk([assistant_message("just text")], says("Hello there."))

    answered = await support.answer(case())

    assert isinstance(answered, Answered)
    assert answered.reply.body == "Hello there."


async def test_output_of_another_shape_twice_fails_for_good():
    support, _ = desk([assistant_message("secret text")], [assistant_message("secret text")])

    with pytest.raises(Permanent) as caught:
        await support.answer(case())
    assert "secret" not in str(caught.value)
    assert caught.value.__context__ is None or "secret" not in str(caught.value.__context__)
