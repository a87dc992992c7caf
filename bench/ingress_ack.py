"""How fast ingress acknowledges an e-mail, against a bare FastAPI echo served in the same way."""

import argparse
import asyncio
import base64
import itertools
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any
from uuid import uuid4

from bench.figures import conditions, load, milliseconds, percentile, table
from bench.load import Measured, Target, closed_loop, open_loop
from bench.rig import rig
from tests.platform.stack import CUSTOMERS, email

RATE = 200  # per second
CLIENTS = 32
HEADER = ["", "answers/s", "p50 ms", "p99 ms", "max ms"]

Loop = Callable[[Target, int, float], Coroutine[Any, Any, Measured]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=10, help="of each turn")
    options.add_argument("--turns", type=int, default=3, help="of each, one after the other")
    given = options.parse_args()
    print(conditions())
    with rig() as platform:
        # Without the worker first: else its runs, which cost far more, would be measured too.
        platform.up("inngest", "ingress", "bare-echo")
        ingress = Target(
            "127.0.0.1", platform.ports["INGRESS_PORT"], requests("/webhooks/postmark/inbound")
        )
        echo = Target(*platform.bare("bare-echo"), requests("/echo"))
        for target in (ingress, echo):
            _answers(target, open_loop, RATE, 3)  # to warm up
        both = {"bare echo": echo, "ingress": ingress}
        print(f"\n{RATE} a second, from when each was due; no function listens")
        _compare(both, open_loop, RATE, given.seconds, given.turns)
        print(f"\nas many as it takes from {CLIENTS} clients; no function listens")
        _compare(both, closed_loop, CLIENTS, given.seconds, given.turns)
        platform.up("worker")
        print(f"\n{RATE} a second, while the same cores answer the mail that came in")
        _compare({"ingress": ingress, "bare echo": echo}, open_loop, RATE, given.seconds, 2)


def requests(path: str) -> Callable[[], bytes]:
    """Inbound e-mails of the five customers, each with a MessageID of its own."""
    secret = base64.b64encode(b"postmark:local-only").decode()
    place = str(uuid4())

    def shapes() -> Iterator[list[bytes]]:
        for name in CUSTOMERS:
            body = json.dumps(email(place, sender=f"{name}@example.com"))
            head = (
                f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {secret}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            yield (head + body).encode().split(place.encode())

    endless = itertools.cycle(list(shapes()))
    return lambda: str(uuid4()).encode().join(next(endless))


def _compare(
    targets: dict[str, Target], loop: Loop, amount: int, seconds: float, turns: int
) -> None:
    """Turn and turn about, so that what else the machine does falls on all of them."""
    sums = {name: Measured() for name in targets}
    before = load()
    for _ in range(turns):
        for name, target in targets.items():
            sums[name] += _answers(target, loop, amount, seconds)
    print(table(HEADER, [*(_row(name, sums[name]) for name in sums), _ratio(sums)]))
    late = [lateness for measured in sums.values() for lateness in measured.lateness]
    if late:
        p50, p99 = milliseconds(percentile(late, 0.5)), milliseconds(percentile(late, 0.99))
        print(f"of that the client's own lateness: p50 {p50} ms, p99 {p99} ms")
    print(f"load average {before} before, {load()} after")


def _answers(target: Target, loop: Loop, amount: int, seconds: float) -> Measured:
    measured = asyncio.run(loop(target, amount, seconds))
    if set(measured.statuses) != {200}:
        raise SystemExit(f"not everything was acknowledged: {dict(measured.statuses)}")
    return measured


def _figures(measured: Measured) -> list[float]:
    latencies = measured.latencies
    return [
        measured.rate, percentile(latencies, 0.5), percentile(latencies, 0.99), max(latencies),
    ]  # fmt: skip


def _row(name: str, measured: Measured) -> list[str]:
    rate, *latencies = _figures(measured)
    return [name, f"{rate:.0f}", *map(milliseconds, latencies)]


def _ratio(sums: dict[str, Measured]) -> list[str]:
    pairs = zip(_figures(sums["ingress"]), _figures(sums["bare echo"]), strict=True)
    return ["ingress / bare", *(f"{ours / bare:.2f}" for ours, bare in pairs)]


if __name__ == "__main__":
    main()
