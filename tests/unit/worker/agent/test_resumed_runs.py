"""A paused run goes on in another process, told how its refunds ended."""

import json

import pytest

from tests.unit.worker.agent.scripts import (
    API_KEY,
    Records,
    asks,
    case,
    desk,
    looks_up,
    says,
    tool_answers,
)
from worker.domain.refund import Outcome, Settlement
from worker.ports.failures import Permanent
from worker.ports.support_desk import Answered, AsksForRefunds

ISSUED = "Hello Sara, your refund has been issued."
DECLINED = "Hello Sara, your refund was declined. No refund has been made."
NOT_ISSUED = [Outcome.REJECTED, Outcome.EXPIRED, Outcome.BLOCKED]


async def paused(*steps):
    support, _ = desk(looks_up(), *(steps or [asks()]))
    asked = await support.answer(case())
    assert isinstance(asked, AsksForRefunds)
    return asked


async def resumed(asked, outcome, *steps, call_id="call_refund", the_case=None):
    """A new desk, a new agent, new records: all that a new process has is the saved state."""
    support, model = desk(*steps, records=Records())
    settlements = (Settlement(call_id, outcome),)
    return await support.resume(the_case or case(), asked.state, settlements), model


async def test_an_issued_refund_is_told_to_the_model_and_the_customer():
    answered, model = await resumed(await paused(), Outcome.ISSUED, says(ISSUED))

    assert isinstance(answered, Answered)
    assert answered.reply.body == ISSUED
    assert tool_answers(model)[-1] == "issued: the refund has been made"


@pytest.mark.parametrize("outcome", NOT_ISSUED)
async def test_a_refund_that_was_not_issued_is_told_as_declined(outcome):
    answered, model = await resumed(await paused(), outcome, says(DECLINED))

    assert isinstance(answered, Answered)
    assert answered.reply.body == DECLINED
    told = tool_answers(model)[-1]
    assert told.startswith("not issued: ")
    assert "No refund has been made" in told
    assert "decline" in told


@pytest.mark.parametrize("outcome", NOT_ISSUED)
async def test_a_gullible_model_cannot_claim_a_refund_that_was_not_issued(outcome):
    answered, _ = await resumed(await paused(), outcome, says(ISSUED, statement="issued"))

    assert isinstance(answered, Answered)
    assert "issued" not in answered.reply.body
    assert "declined" in answered.reply.body


@pytest.mark.parametrize("outcome", NOT_ISSUED)
async def test_a_reply_that_keeps_silent_about_the_refusal_is_replaced(outcome):
    answered, _ = await resumed(await paused(), outcome, says("Hello Sara, all is well."))

    assert isinstance(answered, Answered)
    assert "declined" in answered.reply.body


async def test_a_reply_that_denies_an_issued_refund_is_replaced():
    answered, _ = await resumed(await paused(), Outcome.ISSUED, says(DECLINED))

    assert isinstance(answered, Answered)
    assert "has been issued" in answered.reply.body


async def test_a_settlement_of_another_call_does_not_count():
    answered, model = await resumed(
        await paused(), Outcome.ISSUED, says(DECLINED), call_id="call_of_somebody_else"
    )

    assert isinstance(answered, Answered)
    assert tool_answers(model)[-1].startswith("not issued: ")


async def test_no_settlement_at_all_counts_as_not_issued():
    asked = await paused()
    support, model = desk(says(ISSUED))

    answered = await support.resume(case(), asked.state, ())

    assert isinstance(answered, Answered)
    assert "No refund has been made" in answered.reply.body
    assert tool_answers(model)[-1].startswith("not issued: ")


async def test_only_what_was_spent_since_the_pause_is_counted():
    asked = await paused()
    answered, _ = await resumed(asked, Outcome.ISSUED, says(ISSUED))

    assert asked.usage.turns == 2
    assert (answered.usage.turns, answered.usage.input_tokens) == (1, 100)


async def test_an_approval_is_for_one_call_only():
    answered, _ = await resumed(
        await paused(), Outcome.ISSUED, asks("ord_1001", 4900, "call_second")
    )

    assert isinstance(answered, AsksForRefunds)
    assert [p.call_id for p in answered.proposals] == ["call_second"]


async def test_a_second_pause_remembers_how_the_first_refund_ended():
    first = await paused()
    second, _ = await resumed(first, Outcome.ISSUED, asks("ord_1001", 4900, "call_second"))
    both = "Your refund has been issued. The second one was declined."
    answered, _ = await resumed(second, Outcome.REJECTED, says(both), call_id="call_second")

    assert isinstance(answered, Answered)
    assert answered.reply.body == both


async def test_the_bound_on_turns_holds_across_the_pause():
    asked = await paused()
    support, model = desk(*[looks_up(call_id=f"more{n}") for n in range(20)])

    with pytest.raises(Permanent, match="turns"):
        await support.resume(case(), asked.state, (Settlement("call_refund", Outcome.ISSUED),))
    assert len(model.calls) == 6


async def test_the_saved_state_holds_no_key_and_no_context():
    asked = await paused()

    assert API_KEY not in asked.state
    assert "sara@example.com" not in asked.state
    assert json.loads(asked.state)["run"]["context"]["context"] == {}


async def test_a_state_of_an_unknown_version_is_refused():
    support, _ = desk()

    with pytest.raises(ValueError, match="version 99"):
        await support.resume(case(), '{"version": 99}', ())
