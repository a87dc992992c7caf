"""What containers use: `docker stats` over a while, or the kernel's own count of processor time."""

import re
import subprocess
import time
from dataclasses import dataclass

from bench.rig import Rig

UNITS = {"B": 1 / 1024**2, "KiB": 1 / 1024, "MiB": 1.0, "GiB": 1024.0}
LINE = re.compile(r"(\S+)\t([\d.]+)%\t([\d.]+)([KMG]?i?B) /")


# The kernel's count since the container's start: cgroup 2 in microseconds, cgroup 1 in nanoseconds.
COUNT = "cat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null; true"


@dataclass(frozen=True)
class Usage:
    """Per cent of one core, on average, and MiB, at the most."""

    cpu: float
    memory: float


def usage(rig: Rig, seconds: float) -> dict[str, Usage]:
    """By service, over that long."""
    names = rig.compose("ps", "--format", "{{.Name}}\t{{.Service}}").split()
    services = dict(zip(names[::2], names[1::2], strict=True))
    shape = "{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}"
    watching = subprocess.Popen(
        ["docker", "stats", "--format", shape, *services], stdout=subprocess.PIPE, text=True
    )
    time.sleep(seconds)
    watching.kill()  # at one SIGTERM it only ends a round later, or never
    printed, _ = watching.communicate()
    seen: dict[str, list[tuple[float, float]]] = {service: [] for service in services.values()}
    for line in re.sub(r"\x1b\[[\d;]*[A-Za-z]", "", printed).splitlines():
        if found := LINE.match(line):
            name, cpu, size, unit = found.groups()
            seen[services[name]].append((float(cpu), float(size) * UNITS[unit]))
    return {
        service: Usage(
            cpu=sum(cpu for cpu, _ in samples) / len(samples),
            memory=max(memory for _, memory in samples),
        )
        for service, samples in seen.items()
        if samples
    }


def cpu_seconds(rig: Rig, *services: str) -> float:
    """Processor time that these have used since they were started."""
    return sum(
        _cpu_seconds(rig.compose("exec", "-T", service, "sh", "-c", COUNT)) for service in services
    )


def _cpu_seconds(printed: str) -> float:
    for line in printed.splitlines():
        name, _, value = line.partition(" ")
        if name == "usage_usec":
            return int(value) / 1e6
        if name.isdigit():
            return int(name) / 1e9
    raise ValueError("this kernel does not say how much processor time a container has used")
