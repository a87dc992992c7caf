"""What INNGEST_TICK does: the latency of runs, and what the engine uses while it has nothing to do.

compose.yaml's default is chosen by this; docs/benchmarks.md has the figures.
"""

import argparse
import time

from bench.figures import conditions, load, milliseconds, percentile, table
from bench.rig import rig
from bench.run_latency import singles, subjects
from bench.usage import usage

SETTLING_SECONDS = 8
HEADER = [
    "tick", "bare p50 ms", "bare p95 ms", "e-mail p50 ms", "e-mail p95 ms",
    "idle CPU: engine %", "Valkey %", "Postgres %", "load before",
]  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--ticks", type=int, nargs="+", default=[150, 50, 10], help="in ms")
    options.add_argument("--runs", type=int, default=30, help="of each kind and tick")
    options.add_argument("--idle", type=float, default=30, help="seconds of looking on")
    given = options.parse_args()
    print(conditions())
    rows = []
    with rig() as platform:
        for tick in given.ticks:
            platform.settings["INNGEST_TICK"] = str(tick)
            platform.up()
            mail, bare = subjects(platform)
            singles(mail, bare, 3)  # to warm up
            before = load()
            by_mail, by_bare = (trial.latencies for trial in singles(mail, bare, given.runs))
            time.sleep(SETTLING_SECONDS)
            idle = usage(platform, given.idle)
            rows.append([
                str(tick),
                *(milliseconds(percentile(by_bare, share)) for share in (0.5, 0.95)),
                *(milliseconds(percentile(by_mail, share)) for share in (0.5, 0.95)),
                *(f"{idle[name].cpu:.1f}" for name in ("inngest", "valkey", "postgres")),
                before,
            ])  # fmt: skip
    print(table(HEADER, rows))


if __name__ == "__main__":
    main()
