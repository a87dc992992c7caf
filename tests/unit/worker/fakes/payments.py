"""A payment provider in memory, with a ledger and an idempotency store."""

from tests.unit.worker.fakes.moods import Moods
from worker.ports.payments import (
    RefundOrder,
    RefundReceipt,
    RefundRefusedByProvider,
    RefundState,
)


class FakePayments:
    """Keeps ports.Payments. `ledger` has one entry for each refund that was really made."""

    def __init__(self) -> None:
        self.moods = Moods()
        self.ledger: list[RefundOrder] = []
        self.keys: dict[str, RefundReceipt] = {}
        self.refuses: str | None = None

    async def refund(self, order: RefundOrder) -> RefundReceipt:
        self.moods.meet("refund")
        if self.refuses:
            raise RefundRefusedByProvider(self.refuses)
        if order.idempotency_key not in self.keys:
            self.ledger.append(order)
            self.keys[order.idempotency_key] = RefundReceipt(
                f"re_{len(self.ledger)}", RefundState.SUCCEEDED
            )
        self.moods.meet("refund_made")
        return self.keys[order.idempotency_key]

    async def find(self, order: RefundOrder) -> RefundReceipt | None:
        self.moods.meet("find")
        return next(
            (
                self.keys[made.idempotency_key]
                for made in self.ledger
                if made.params["refund_id"] == order.params["refund_id"]
            ),
            None,
        )
