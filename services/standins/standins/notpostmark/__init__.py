"""The pretend mail service: takes mails and keeps them in an outbox."""
