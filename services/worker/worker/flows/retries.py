"""How often the engine tries a failing step again."""

RETRIES = 8
"""Tries after the first, for each step: spread over some 79 minutes.

The engine waits 15 s, 30 s, 1 m, 2 m, 5 m, 10 m, 20 m and 40 m, each with up to 30 s on top. A call
to a worker that cannot be reached uses one up like any other; an outage of ten minutes is over
before the seventh try. Source: pkg/backoff/backoff.go of inngest v1.43.
"""
