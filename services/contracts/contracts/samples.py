"""One valid sample of every event's data, for tests, documentation and `nerve`."""

SAMPLE_UUID = "2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c"

SAMPLES: dict[str, dict[str, str]] = {
    "demo/greet": {"inbox_id": SAMPLE_UUID},
    "customer/email.received": {"inbox_id": SAMPLE_UUID},
    "customer/health_check.requested": {
        "customer_id": "cus_mei",
        "tick": "2026-01-05T09:00:00Z",
    },
    "customer/refund.failed": {"refund_id": "re_1001"},
    "customer/refund.investigation_started": {"refund_id": "re_1001"},
    "customer/refund.escalated": {"refund_id": "re_1001"},
    "customer/thread.summary_requested": {"inbox_id": SAMPLE_UUID, "ticket_id": SAMPLE_UUID},
    "refund/approval.requested": {"approval_id": SAMPLE_UUID},
    "refund/approval.decided": {"approval_id": SAMPLE_UUID},
    "stripe/charge.refund.failed": {
        "inbox_id": SAMPLE_UUID,
        "refund_id": "re_1001",
        "status": "failed",
    },
    "stripe/charge.dispute.created": {
        "inbox_id": SAMPLE_UUID,
        "dispute_id": "dp_1001",
        "charge_id": "ch_1001",
    },
    "postmark/email.bounced": {"inbox_id": SAMPLE_UUID},
    "postmark/email.complained": {"inbox_id": SAMPLE_UUID},
    "admin/ticket.investigation_requested": {"inbox_id": SAMPLE_UUID, "ticket_id": SAMPLE_UUID},
    "user/trial.started": {"inbox_id": SAMPLE_UUID, "customer_id": "cus_sara"},
    "user/trial.ended": {"inbox_id": SAMPLE_UUID, "customer_id": "cus_sara"},
    "ticket/resolved": {"inbox_id": SAMPLE_UUID, "ticket_id": SAMPLE_UUID},
    "ticket/embedded": {"ticket_id": SAMPLE_UUID},
    "order/checkout.completed": {"inbox_id": SAMPLE_UUID, "order_id": "ord_1001"},
    "order/payment.failed": {"order_id": "ord_1001"},
}
