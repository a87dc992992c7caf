"""`nerve health`: is everything there, and what to do if not."""

import typer

EPILOG = """\b
Examples:
  nerve health && nerve send postmark/question --follow
"""


def health() -> None:
    """Ask every service whether it can do its work. Exit code 1 where one cannot."""
    from nerve.checks import checks
    from nerve.screen import line, plain, screen

    console = screen()
    good = True
    for check in checks():
        good = good and check.ok
        mark = ("ok    ", "green") if check.ok else ("FAILS ", "bold red")
        line(console, mark, (f"{check.name:<10} ", "bold"), plain(check.found))
    raise typer.Exit(0 if good else 1)
