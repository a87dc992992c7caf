"""What may be an id: short, printable, without spaces, so that no text travels as one."""

import re
from typing import Any, TypeGuard

_ID = re.compile(r"[\x21-\x7e]{1,200}")


def is_id(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and _ID.fullmatch(value) is not None
