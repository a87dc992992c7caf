"""What our own admin tools ask for, as Standard Webhooks say (standardwebhooks.com)."""

from uuid import UUID

from nerve.samples.sample import Draft, Sample, Sender, Wish

PATH = "/webhooks/admin"


def investigate(wish: Wish) -> Draft:
    """Have a whole ticket looked at: the one that `text` names, or one that never was."""
    return Draft(
        wish.provider_id or f"msg_{wish.nonce}",
        {
            "type": "ticket.investigation_requested",
            "timestamp": wish.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "data": {
                "ticket_id": wish.text or str(UUID(wish.nonce)),
                "requested_by": "admin:robin",
                "reason": "customer has written three times",
            },
        },
    )


ADMIN = [
    Sample(
        "admin/investigate",
        Sender.ADMIN,
        PATH,
        "an admin wants a ticket looked at (its id: --text)",
        investigate,
    )
]
