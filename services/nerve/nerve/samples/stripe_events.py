"""Webhooks as Stripe sends them. Source of the fields: docs.stripe.com/api (events, refunds)."""

from nerve.samples.sample import Draft, JsonObject, Sample, Sender, Wish

PATH = "/webhooks/stripe"
API_VERSION = "2026-06-24.dahlia"
REFUND_FAILED = ("refund.failed", "refund.updated", "charge.refund.updated")


def refund_failed(wish: Wish) -> Draft:
    """One of the up to three events with which Stripe tells one failure."""
    created = int(wish.now.timestamp())
    return _event(
        wish,
        wish.variant or REFUND_FAILED[0],
        {
            "id": f"re_{wish.nonce[:24]}",
            "object": "refund",
            "amount": 4900,
            "balance_transaction": f"txn_{wish.nonce[:24]}",
            "charge": "ch_1002",
            "created": created - 86_400,
            "currency": "usd",
            "destination_details": {
                "card": {"reference_status": "pending", "reference_type": "a", "type": "refund"},
                "type": "card",
            },
            "failure_balance_transaction": f"txn_f{wish.nonce[:23]}",
            "failure_reason": "expired_or_canceled_card",
            "metadata": {},
            "payment_intent": "pi_1002",
            "reason": "requested_by_customer",
            "receipt_number": None,
            "source_transfer_reversal": None,
            "status": "failed",
            "transfer_reversal": None,
        },
    )


def dispute_created(wish: Wish) -> Draft:
    created = int(wish.now.timestamp())
    return _event(
        wish,
        "charge.dispute.created",
        {
            "id": f"dp_{wish.nonce[:24]}",
            "object": "dispute",
            "amount": 25000,
            "balance_transactions": [],
            "charge": "ch_1008",
            "created": created,
            "currency": "usd",
            "evidence": {},
            "evidence_details": {
                "due_by": created + 9 * 86_400,
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
            },
            "is_charge_refundable": False,
            "livemode": False,
            "metadata": {},
            "payment_intent": "pi_1008",
            "reason": "product_not_received",
            "status": "needs_response",
        },
    )


def unknown_type(wish: Wish) -> Draft:
    """A type that nobody here knows: it is believed, kept, and wakes nothing."""
    return _event(
        wish,
        "customer.tax_id.created",
        {"id": f"txi_{wish.nonce[:24]}", "object": "tax_id", "livemode": False, "type": "eu_vat"},
    )


def _event(wish: Wish, kind: str, about: JsonObject) -> Draft:
    # Three shapes are three events with three ids, about one refund.
    shape = REFUND_FAILED.index(kind) if kind in REFUND_FAILED else 0
    event_id = wish.provider_id or f"evt_{wish.nonce[:22]}"
    event_id += str(shape) if shape else ""
    return Draft(
        event_id,
        {
            "id": event_id,
            "object": "event",
            "api_version": API_VERSION,
            "created": int(wish.now.timestamp()),
            "data": {"object": about},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        },
    )


STRIPE = [
    Sample(
        "stripe/refund-failed",
        Sender.STRIPE,
        PATH,
        "a refund did not reach the customer",
        refund_failed,
        REFUND_FAILED,
    ),
    Sample(
        "stripe/dispute-created",
        Sender.STRIPE,
        PATH,
        "a cardholder disputes a charge",
        dispute_created,
    ),
    Sample("stripe/unknown-type", Sender.STRIPE, PATH, "kept, wakes nothing", unknown_type),
]
