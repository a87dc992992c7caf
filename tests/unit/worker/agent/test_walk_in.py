"""The agent alone, with no engine: audited first, then answered."""

from uuid import UUID

import pytest

from tests.unit.worker.agent.scripts import SARA, asks, desk, says
from worker.agent.__main__ import answered
from worker.domain.case import Letter
from worker.domain.customer import Customer
from worker.ports.failures import Temporary

EMAIL = Letter(False, "Help", "I was charged twice.")


class WalkIns:
    """Keeps ports.WalkIns; `rows` is its audit."""

    def __init__(self, down: bool = False) -> None:
        self.rows: list[tuple[UUID, Customer | None]] = []
        self.down = down

    async def customer(self, address: str) -> Customer | None:
        return SARA if address == SARA.email else None

    async def received(self, visit_id: UUID, customer: Customer | None) -> None:
        if self.down:
            raise Temporary("the audit is away")
        self.rows.append((visit_id, customer))


async def test_a_reply_is_printed_and_audited_once():
    support, _ = desk(says("Hello Sara.", "Your password"))
    walk_ins = WalkIns()

    text = await answered(support, walk_ins, EMAIL, SARA.email)

    assert text == "Subject: Re: Help\n\nHello Sara."
    assert [customer for _, customer in walk_ins.rows] == [SARA]


async def test_a_refund_is_named_and_left_to_a_person():
    support, _ = desk(asks())

    text = await answered(support, WalkIns(), EMAIL, SARA.email)

    assert text == (
        "A person would have to approve a refund: order ord_1002, 49.00 USD, reason: charged twice"
    )


async def test_a_stranger_is_answered_as_one():
    support, model = desk(says("Hello."))
    walk_ins = WalkIns()

    await answered(support, walk_ins, EMAIL, "who@example.net")

    assert [customer for _, customer in walk_ins.rows] == [None]
    assert 'sender="unknown"' in model.calls[0].input[-1]["content"]


async def test_without_an_audit_the_model_is_not_asked():
    support, model = desk(says("Hello."))

    with pytest.raises(Temporary):
        await answered(support, WalkIns(down=True), EMAIL, SARA.email)
    assert model.calls == ()
