"""The two ways in which the world fails us."""


class Temporary(Exception):
    """It may work later: the engine tries again."""


class Permanent(Exception):
    """It will never work like this: trying again would only repeat the harm."""
