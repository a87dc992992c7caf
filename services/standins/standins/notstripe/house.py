"""notstripe as a whole: what changes its books, each in one transaction with its events."""

import asyncio
import secrets
from typing import Any

from pydantic import SecretStr

from standins.notstripe import clock, disputes, idempotency, ledger, plans, post_box, refunds
from standins.notstripe.cashier import Cashier
from standins.notstripe.clock import Clock
from standins.notstripe.courier import Courier
from standins.notstripe.events import event, kinds_for
from standins.notstripe.idempotency import Answer, KeyStore
from standins.notstripe.plans import Plans
from standins.notstripe.post_box import PostBox
from standins.notstripe.refund_request import read_request
from standins.store import Store

SCHEMA = "".join(
    part.SCHEMA for part in (ledger, refunds, disputes, clock, idempotency, plans, post_box)
)


class PaymentHouse:
    """Everything on one store; webhooks go to `ingress_url` if there is one and a secret."""

    def __init__(self, store: Store, ingress_url: str, webhook_secret: SecretStr) -> None:
        self._store = store
        self.clock = Clock(store)
        self.cashier = Cashier(store, self.clock)
        self.keys = KeyStore(store, self.clock)
        self.plans = Plans(store)
        self.box = PostBox(store)
        self.courier = Courier(self.box, ingress_url, webhook_secret)

    async def refund(self, key: str | None, fields: dict[str, str]) -> tuple[Answer, bool]:
        """The answer, and whether it is a replay.

        Raises:
            Refusal: nothing was carried out and nothing is kept under the key.
        """
        if stored := self.keys.replay(key, fields):
            return stored, True
        with self.keys.holding(key):
            request = read_request(fields)
            charge_id = self.cashier.charge_for(request)
            plan = self.plans.take()
            await asyncio.sleep(plan.takes_ms / 1000)
            with self._store.together():
                answer, refund = self.cashier.make(charge_id, request, plan)
                self.keys.keep(key, fields, answer)
                if refund is not None:
                    self._tell("refund.created", refund, key)
                    self._tell("charge.refunded", self.cashier.ledger.charge(charge_id) or {}, key)
        self.courier.wake()
        return answer, False

    def settle(self, refund_id: str, status: str, failure_reason: str | None) -> dict[str, Any]:
        """A refund moves on, as the bank says."""
        with self._store.together():
            refund = self.cashier.refunds.become(refund_id, status, failure_reason)
            for kind in kinds_for(status):
                self._tell(kind, refund)
        self.courier.wake()
        return refund

    def dispute(self, charge: dict[str, Any], reason: str, refundable: bool) -> dict[str, Any]:
        """A cardholder disputes a charge."""
        with self._store.together():
            dispute_id = f"dp_{secrets.token_hex(12)}"
            opened = self.cashier.disputes.open(
                dispute_id, charge, reason, refundable, self.clock.now()
            )
            self._tell("charge.dispute.created", opened)
        self.courier.wake()
        return opened

    def _tell(self, kind: str, subject: dict[str, Any], key: str | None = None) -> None:
        told = event(kind, subject, self.clock.now(), idempotency_key=key)
        self.box.put(told, to_send=self.courier.sends)
