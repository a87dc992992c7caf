"""Dying on purpose, right before or after a call to the world, to see what survives it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import structlog

from worker.ports import Ports

KILLED = 137
"""The exit status of a process that was killed with signal 9."""

log = structlog.get_logger()


@dataclass(frozen=True)
class CrashPoint:
    """For example `mailbox.send:after`: the mail is out, and nobody has noted it."""

    port: str
    method: str
    after: bool

    @classmethod
    def read(cls, written: str) -> "CrashPoint":
        """The point that `port.method:before` or `:after` names.

        Raises:
            ValueError: it is not written like that.
        """
        name, _, when = written.strip().partition(":")
        port, _, method = name.partition(".")
        ports = [field.name for field in fields(Ports)]
        if when not in ("before", "after") or not method.isidentifier() or port not in ports:
            raise ValueError(
                "write port.method:before or port.method:after, with one of the ports "
                + ", ".join(ports)
            )
        return cls(port, method, when == "after")


def crashing(
    ports: Ports, point: CrashPoint, marker: Path, die: Callable[[int], Any] = os._exit
) -> Ports:
    """The same ports, of which one method kills the process the first time it is called.

    The marker outlives the process, so it must be on a disk that does.

    Raises:
        ValueError: the port has no such method.
    """
    port = getattr(ports, point.port)
    if not callable(getattr(port, point.method, None)):
        raise ValueError(f"CRASH_AT: {point.port} has no method {point.method}")
    return replace(ports, **{point.port: _Fatal(port, point, marker, die)})


class _Fatal:
    def __init__(
        self, port: object, point: CrashPoint, marker: Path, die: Callable[[int], Any]
    ) -> None:
        self._port = port
        self._point = point
        self._marker = marker
        self._die = die

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        if name != self._point.method:
            return method

        async def fatal(*args: Any, **kwargs: Any) -> Any:
            if not self._point.after:
                self._crash()
            result = await method(*args, **kwargs)
            if self._point.after:
                self._crash()
            return result

        return fatal

    def _crash(self) -> None:
        try:
            self._marker.touch(exist_ok=False)
        except FileExistsError:
            return
        log.warning("crashing_on_purpose", point=f"{self._point.port}.{self._point.method}")
        self._die(KILLED)
