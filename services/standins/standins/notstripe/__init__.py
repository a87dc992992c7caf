"""The pretend payment service: a ledger of charges and refunds."""
