"""Lines such as `+0.21 s  open-case  done (attempt 1)`."""

from rich.console import Console

from nerve.queries.database import Row
from nerve.screen import line, plain
from nerve.timeline import Moment

NAME_WIDTH = 18


class Teller:
    """Prints each moment and each note once."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told: set[str] = set()
        self.looks_after_end = 0

    def tell(self, moments: list[Moment], inbox: Row | None) -> None:
        """Print those that are new; times count from when ingress kept the message."""
        for moment in moments:
            if inbox is None or moment.key in self._told:
                continue
            self._told.add(moment.key)
            seconds = (moment.at - inbox["received_at"]).total_seconds()
            line(
                self._console,
                (f"{seconds:+8.2f} s  ", "dim"),
                (f"{plain(moment.what):<{NAME_WIDTH}} ", "bold"),
                (plain(moment.how), "red" if moment.bad else ""),
            )

    def note(self, text: str) -> None:
        """Print a remark that has no time."""
        if text not in self._told:
            self._told.add(text)
            line(self._console, (f"{'':>12}{plain(text)}", "yellow"))
