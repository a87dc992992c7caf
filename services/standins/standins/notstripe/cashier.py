"""The bounds of a refund, and making it: all of it synchronous, within one transaction."""

import secrets
from typing import Any

from standins.notstripe.clock import Clock
from standins.notstripe.disputes import Disputes
from standins.notstripe.errors import missing, refused, trouble
from standins.notstripe.idempotency import Answer
from standins.notstripe.ledger import Ledger
from standins.notstripe.plans import Plan
from standins.notstripe.refund_request import RefundRequest
from standins.notstripe.refunds import Refunds
from standins.refusal import Refusal
from standins.store import Store


class Cashier:
    """What may be given back of which charge."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.ledger = Ledger(store)
        self.refunds = Refunds(store)
        self.disputes = Disputes(store)
        self._clock = clock

    def charge_for(self, request: RefundRequest) -> str:
        """The id of the charge that is meant.

        Raises:
            Refusal: 404, there is none.
        """
        if request.charge is not None:
            charge, kind, wanted = self.ledger.charge(request.charge), "charge", request.charge
        else:
            kind, wanted = "payment_intent", str(request.payment_intent)
            charge = self.ledger.charge_of(wanted)
        if charge is None:
            raise missing(kind, wanted, kind)
        return str(charge["id"])

    def make(
        self, charge_id: str, request: RefundRequest, plan: Plan
    ) -> tuple[Answer, dict[str, Any] | None]:
        """The answer, which may be an error, and the refund if there is one now."""
        try:
            amount = self._amount_within_bounds(charge_id, request.amount)
        except Refusal as refusal:
            return _answer(refusal), None
        refund = None
        if plan.error is None or plan.made:
            refund_id = f"re_{secrets.token_hex(12)}"
            refund = self.refunds.add(
                refund_id, charge_id, amount, request, plan.status, self._clock.now()
            )
        if plan.error is not None:
            return _answer(trouble(plan.error)), refund
        assert refund is not None
        return Answer(200, refund), refund

    def _amount_within_bounds(self, charge_id: str, wanted: int | None) -> int:
        charge = self.ledger.charge(charge_id)
        assert charge is not None
        left = charge["amount_captured"] - charge["amount_refunded"]
        if not charge["paid"]:
            message = f"Charge {charge_id} failed and cannot be refunded."
            raise refused(400, message, code="charge_not_refundable", param="charge")
        if self.disputes.forbid_refunds_of(charge_id):
            message = f"Charge {charge_id} has been charged back; cannot issue a refund."
            raise refused(400, message, code="charge_disputed")
        if left <= 0:
            message = f"Charge {charge_id} has already been refunded."
            raise refused(400, message, code="charge_already_refunded")
        if wanted is not None and wanted > left:
            message = (
                f"Refund amount (${wanted / 100:,.2f}) is greater than unrefunded amount on charge"
                f" (${left / 100:,.2f})"
            )
            raise refused(400, message, param="amount")
        return left if wanted is None else wanted


def _answer(refusal: Refusal) -> Answer:
    assert isinstance(refusal.body, dict)
    return Answer(refusal.status, refusal.body)
