"""How fast ingress acknowledges an e-mail, against a bare FastAPI echo served in the same way."""

import argparse
import asyncio
import base64
import itertools
import json
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bench.figures import conditions, load, milliseconds, percentile, table
from bench.load import Measured, Target, closed_loop, open_loop
from bench.rig import Rig, rig
from bench.usage import cpu_seconds
from tests.platform.stack import CUSTOMERS, email

RATE = 200  # per second
CLIENTS = 32
# 503 is the answer of an ingress that cannot file in time: the sender sends again.
HEADER = ["", "acknowledged/s", "p50 ms", "p99 ms", "max ms", "CPU ms each", "503"]

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
            asyncio.run(open_loop(target, RATE, 3))  # to warm up
        both = Contest(platform, {"bare-echo": echo, "ingress": ingress})
        print(f"\n{RATE} a second, from when each was due; no function listens")
        both.hold(open_loop, RATE, given.seconds, given.turns)
        print(f"\nas many as it takes from {CLIENTS} clients; no function listens")
        both.hold(closed_loop, CLIENTS, given.seconds, given.turns)
        platform.up("worker")
        print(f"\n{RATE} a second, while the same cores answer the mail that came in")
        both.targets = {"ingress": ingress, "bare-echo": echo}
        both.hold(open_loop, RATE, given.seconds, 2)


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


@dataclass
class Contest:
    """Ingress and the bare echo, by the names of their services."""

    platform: Rig
    targets: dict[str, Target]

    def hold(self, loop: Loop, amount: int, seconds: float, turns: int) -> None:
        """Turn and turn about, so that what else the machine does falls on both."""
        sums = {name: Measured() for name in self.targets}
        used = {name: -cpu_seconds(self.platform, name) for name in self.targets}
        before = load()
        for _ in range(turns):
            for name, target in self.targets.items():
                sums[name] += _answers(target, loop, amount, seconds)
        after = load()
        used = {name: spent + cpu_seconds(self.platform, name) for name, spent in used.items()}
        ours, bare = (_figures(sums[name], used[name]) for name in ("ingress", "bare-echo"))
        ratio = [f"{mine / theirs:.2f}" for mine, theirs in zip(ours, bare, strict=True)]
        refused = str(sums["ingress"].statuses[503])
        print(table(HEADER, [
            ["bare echo", *_cells(bare), ""],
            ["ingress", *_cells(ours), refused],
            ["ingress / bare", *ratio, ""],
        ]))  # fmt: skip
        late = [lateness for measured in sums.values() for lateness in measured.lateness]
        if late:
            p50, p99 = (milliseconds(percentile(late, share)) for share in (0.5, 0.99))
            print(f"of that the client's own lateness: p50 {p50} ms, p99 {p99} ms")
        print(f"load average {before} before, {after} after")


def _answers(target: Target, loop: Loop, amount: int, seconds: float) -> Measured:
    measured = asyncio.run(loop(target, amount, seconds))
    if unforeseen := set(measured.statuses) - {200, 503}:
        raise SystemExit(f"the answer is {unforeseen}: this is no benchmark but a fault")
    return measured


def _figures(measured: Measured, cpu: float) -> list[float]:
    acknowledged, latencies = measured.statuses[200], measured.latencies
    p50, p99 = percentile(latencies, 0.5), percentile(latencies, 0.99)
    return [acknowledged / measured.seconds, p50, p99, max(latencies), cpu / acknowledged]


def _cells(figures: list[float]) -> list[str]:
    rate, *times = figures
    return [f"{rate:.0f}", *map(milliseconds, times)]


if __name__ == "__main__":
    main()
