"""How looking something up can fail."""


class RecordsUnavailable(Exception):
    """Postgres did not answer in time. A change that was asked for may or may not have happened."""
