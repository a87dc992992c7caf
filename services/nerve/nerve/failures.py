"""The ways in which a command can be unable to do what it was asked."""


class Unusable(Exception):
    """Told to the operator as one sentence that names the setting and what to do; exit code 1."""


class UnknownSample(Exception):
    """There is no sample of that name; the names are told, exit code 2."""

    def __init__(self, name: str, names: list[str]) -> None:
        super().__init__(f"there is no message called {name!r}")
        self.names = names
