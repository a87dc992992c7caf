"""Greetings and farewells, for requests that ask for nothing else."""

import re

FAREWELL = re.compile(r"\b(?:farewell|goodbye|good-bye|parting)\b", re.I)
GREETING = re.compile(r"\b(?:greeting|greet|welcome|hello)\b", re.I)
ADDRESSEE = re.compile(
    r"\b(?:greeting|greet|welcome|hello|farewell|goodbye)\b[^\n]{0,60}?"
    r"\b(?:to|for|greet|name is|called|named)\s*[:\"'“]?\s*([^\W\d_][^\n.,;:!?\"”<]{0,59})",
    re.I,
)
LABEL = re.compile(r"\bname\s*[:=]\s*[\"']?([^\W\d_][^\n.,;:!?\"'<]{0,59})", re.I)
DIRECT = re.compile(r"\b(?:greet|welcome)\s+([^\W\d_][^\n.,;:!?\"<]{0,59})", re.I)


def salutation(instructions: str, words: str) -> str | None:
    """A friendly sentence with the name in it; None when none was asked for."""
    short = words[:500].strip()
    asked = short if FAREWELL.search(short) or GREETING.search(short) else instructions[:2000]
    if FAREWELL.search(asked):
        return f"Goodbye, {_name(short)}, it was lovely to have you here. See you soon."
    if GREETING.search(asked):
        return f"Hello {_name(short)}, how nice to see you here. Have a wonderful day."
    return None


def _name(words: str) -> str:
    for pattern in (LABEL, ADDRESSEE, DIRECT):
        if found := pattern.search(words):
            return found[1].strip()
    is_bare_name = len(words) <= 60 and "\n" not in words and not GREETING.search(words)
    return words.strip(" .!\"'") if words and is_bare_name else "friend"
