"""How long the platform takes to stand up from built images, and what it uses while it waits."""

import argparse
import time

from bench.figures import conditions, load, table
from bench.rig import rig
from bench.usage import usage

SETTLING_SECONDS = 15


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--starts", type=int, default=3, help="each with empty volumes")
    options.add_argument("--idle", type=float, default=30, help="seconds of looking on")
    given = options.parse_args()
    print(conditions())
    with rig() as platform:
        starts = []
        for _ in range(given.starts):
            platform.remove()
            before, started = load(), time.monotonic()
            platform.up()
            starts.append((time.monotonic() - started, before))
        print("\n`docker compose up -d --wait`, images built, volumes empty")
        print(table(
            ["start", "seconds", "load before"],
            [[str(n + 1), f"{took:.1f}", before] for n, (took, before) in enumerate(starts)],
        ))  # fmt: skip
        time.sleep(SETTLING_SECONDS)
        before = load()
        idle = usage(platform, given.idle)
        rows = [[name, f"{used.cpu:.1f}", f"{used.memory:.0f}"] for name, used in idle.items()]
        rows.append([
            "all",
            f"{sum(used.cpu for used in idle.values()):.1f}",
            f"{sum(used.memory for used in idle.values()):.0f}",
        ])  # fmt: skip
        print(f"idle for {given.idle:.0f} s, load average {before} before")
        print(table(["service", "CPU, % of a core", "memory, MiB"], rows))


if __name__ == "__main__":
    main()
