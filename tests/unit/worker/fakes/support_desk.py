"""A support desk that says what a test tells it to."""

from tests.unit.worker.fakes.moods import Moods
from worker.domain.case import Case, Reply
from worker.domain.money import Money
from worker.domain.refund import RefundProposal, Settlement
from worker.ports.case_files import Usage
from worker.ports.support_desk import Answered, AsksForRefunds

USAGE = Usage("fake", turns=1, input_tokens=10, cached_tokens=0, output_tokens=5)


def answered(body: str = "Your parcel is on its way.") -> Answered:
    return Answered(Reply("Re: help", body), USAGE)


def asks_for_refunds(*call_ids: str, state: str = "saved") -> AsksForRefunds:
    proposals = tuple(
        RefundProposal(
            call_id=call_id,
            customer_id="cus_sara",
            order_id="ord_1001",
            charge_id="ch_1001",
            amount=Money(4200, "usd"),
            reason="charged twice",
        )
        for call_id in call_ids
    )
    return AsksForRefunds(proposals, state, USAGE)


class FakeSupportDesk:
    """Keeps ports.SupportDesk. `calls` counts what would have cost money."""

    def __init__(self) -> None:
        self.moods = Moods()
        self.first: Answered | AsksForRefunds = answered()
        self.then: list[Answered | AsksForRefunds] = []
        self.calls: list[str] = []
        self.resumed_with: list[tuple[str, tuple[Settlement, ...]]] = []

    async def answer(self, case: Case) -> Answered | AsksForRefunds:
        self.calls.append("answer")
        self.moods.meet("answer")
        return self.first

    async def resume(
        self, case: Case, state: str, settlements: tuple[Settlement, ...]
    ) -> Answered | AsksForRefunds:
        self.calls.append("resume")
        self.moods.meet("resume")
        self.resumed_with.append((state, settlements))
        return self.then.pop(0)

    async def greet(self, name: str) -> str:
        self.calls.append("greet")
        self.moods.meet("greet")
        return f"Hello, {name}!"

    async def say_farewell(self, name: str) -> str:
        self.calls.append("say_farewell")
        self.moods.meet("say_farewell")
        return f"Farewell, {name}!"
