"""Fake webhooks for whoever wants to see the platform work; on a laptop only."""
