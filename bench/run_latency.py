"""How long from webhook to reply, against two bare steps on the same engine."""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from bench.figures import conditions, load, milliseconds, percentile, table
from bench.rig import Rig, rig
from bench.usage import cpu_seconds
from tests.platform.stack import fresh_ids

ENDING_SECONDS = 0.3  # after its last step the engine calls once more to end the run
HEADER = ["p50 ms", "p95 ms", "engine calls each", "all done in s", "runs/s"]
AT_WORK = ("ingress", "inngest", "worker", "standins", "postgres", "valkey")
ONE_BY_ONE = slice(3)


@dataclass
class Trial:
    """When each was sent and finished, in Unix seconds, by id, and what the engine called."""

    sent: dict[str, float] = field(default_factory=dict)
    finished: dict[str, float] = field(default_factory=dict)
    calls: float = 0.0

    @property
    def latencies(self) -> list[float]:
        return [self.finished[given] - sent for given, sent in self.sent.items()]

    @property
    def seconds(self) -> float:
        """From the first sent to the last finished."""
        return max(self.finished[given] for given in self.sent) - min(self.sent.values())


@dataclass
class Subject:
    """One of the two that are compared."""

    start: Callable[[httpx.Client, str], httpx.Response]
    finished: Callable[[], dict[str, float]]
    calls: Callable[[], int]
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30))

    def one(self, trial: Trial) -> None:
        """Send one and wait for its end."""
        # Else each would be sent at the same moment of the engine's tick.
        time.sleep(random.uniform(0.1, 0.3))
        self._wait(trial, [self._send(fresh_ids(1)[0], trial)])

    def many(self, count: int) -> Trial:
        """Send all together and wait for the last."""
        trial, before = Trial(), self.calls()
        with ThreadPoolExecutor(20) as pool:
            sent = list(pool.map(lambda given: self._send(given, trial), fresh_ids(count)))
        self._wait(trial, sent)
        trial.calls = self.calls() - before
        return trial

    def _send(self, given: str, trial: Trial) -> str:
        trial.sent[given] = time.time()
        self.start(self.client, given).raise_for_status()
        return given

    def _wait(self, trial: Trial, sent: list[str]) -> None:
        deadline = time.monotonic() + 120
        while missing := set(sent) - trial.finished.keys():
            if time.monotonic() > deadline:
                raise SystemExit(f"{len(missing)} of {len(sent)} did not finish within 120 s")
            time.sleep(0.1 if len(sent) == 1 else 0.5)
            trial.finished |= self.finished()
        time.sleep(ENDING_SECONDS)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--single", type=int, default=30, help="e-mails one after another")
    options.add_argument("--crowd", type=int, default=100, help="e-mails at once")
    given = options.parse_args()
    print(conditions())
    with rig() as platform:
        platform.up()
        mail, bare = subjects(platform)
        singles(mail, bare, 3)  # to warm up
        before = load()
        print(f"\n{given.single} of each, one after another; load average before {before}")
        report(*singles(mail, bare, given.single), ONE_BY_ONE)
        before = load()
        print(f"\n{given.crowd} of each at once; load average before {before}")
        used = {service: -cpu_seconds(platform, service) for service in AT_WORK}
        by_mail = mail.many(given.crowd)
        for service in AT_WORK:
            used[service] += cpu_seconds(platform, service)
        report(by_mail, bare.many(given.crowd))
        each = {service: seconds * 1000 / given.crowd for service, seconds in used.items()}
        parts = ", ".join(f"{service} {spent:.0f}" for service, spent in each.items())
        print(f"load average after {load()}; steps per e-mail: {_steps(platform)}")
        print(f"processor time of such an e-mail: {sum(each.values()):.0f} ms ({parts})")


def subjects(platform: Rig) -> tuple[Subject, Subject]:
    """An e-mail through the whole platform, and the two bare steps, known to the engine."""
    platform.up("bare-worker")
    host, port = platform.bare("bare-worker")
    bare = f"http://{host}:{port}"
    platform.wait_for(
        "the engine knows the bare worker",
        lambda: httpx.put(f"{bare}/api/inngest", timeout=15).json().get("ok") is True, 30,
    )  # fmt: skip

    def told() -> dict[str, Any]:
        answer: dict[str, Any] = httpx.get(f"{bare}/finished").json()
        return answer

    return (
        Subject(
            platform.post_email, lambda: replies(platform), lambda: sum(called(platform).values())
        ),
        Subject(
            lambda client, given: client.post(f"{bare}/start/{given}"),
            lambda: dict(told()["finished"]),
            lambda: int(told()["calls"]),
        ),
    )


def singles(mail: Subject, bare: Subject, count: int) -> tuple[Trial, Trial]:
    """Turn and turn about, so that what else the machine does falls on both."""
    trials = Trial(calls=-mail.calls()), Trial(calls=-bare.calls())
    for _ in range(count):
        mail.one(trials[0])
        bare.one(trials[1])
    trials[0].calls += mail.calls()
    trials[1].calls += bare.calls()
    return trials


def report(mail: Trial, bare: Trial, columns: slice = slice(None)) -> None:
    pairs = zip(_figures(mail), _figures(bare), strict=True)
    ratio = [f"{ours / theirs:.2f}" for ours, theirs in pairs]
    rows = {"two bare steps": _cells(bare), "e-mail to reply": _cells(mail), "e-mail / bare": ratio}
    header, *lines = [[name, *cells[columns]] for name, cells in {"": HEADER, **rows}.items()]
    print(table(header, lines))


def replies(platform: Rig) -> dict[str, float]:
    """By the MessageID of the e-mail that was answered: when notpostmark took the reply."""
    found = {}
    for mail in platform.outbox():
        headers = {header["Name"]: header["Value"] for header in mail["Headers"]}
        answered = headers["In-Reply-To"].strip("<>").partition("@")[0]
        found[answered] = datetime.fromisoformat(mail["SubmittedAt"]).timestamp()
    return found


def called(platform: Rig) -> Counter[str]:
    """How often the engine called the worker, by step, as the worker's log says."""
    lines = platform.compose("--ansi", "never", "logs", "--no-log-prefix", "worker").splitlines()
    # Compose may still put a control sequence before a line.
    entries = [json.loads(line[line.index("{") :]) for line in lines if '"called"' in line]
    return Counter(entry["step"] for entry in entries if entry.get("event") == "called")


def _steps(platform: Rig) -> str:
    calls = called(platform)
    runs = calls["run"]
    return ", ".join(f"{step} {count / runs:.2f}" for step, count in calls.items())


def _figures(trial: Trial) -> list[float]:
    latencies = trial.latencies
    p50, p95 = percentile(latencies, 0.5), percentile(latencies, 0.95)
    count = len(latencies)
    return [p50, p95, trial.calls / count, trial.seconds, count / trial.seconds]


def _cells(trial: Trial) -> list[str]:
    p50, p95, calls, seconds, rate = _figures(trial)
    return [milliseconds(p50), milliseconds(p95), f"{calls:.2f}", f"{seconds:.1f}", f"{rate:.1f}"]


if __name__ == "__main__":
    main()
