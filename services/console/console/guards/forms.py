"""Reads what a form sent: bounded, as text, each field once."""

from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_BYTES = 32 * 1024
_TYPE = "application/x-www-form-urlencoded"


class BadForm(Exception):
    """The form cannot be used; the message says why, for the person who sent it."""


class Form:
    """Fields by name. A field that was not sent, or sent twice, is a `BadForm` when asked for."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._fields = fields

    def text(self, name: str, most: int, *, needed: bool = True) -> str:
        """The field's text with plain line ends, at most `most` characters.

        Raises:
            BadForm: missing though needed, there twice, too long, or with control characters.
        """
        found = [value for key, value in self._fields if key == name]
        if len(found) > 1:
            raise BadForm(f"The field “{name}” was sent twice.")
        if not found:
            if needed:
                raise BadForm(f"The field “{name}” is missing.")
            return ""
        text = found[0].replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > most:
            raise BadForm(f"The field “{name}” is longer than {most} characters.")
        if any(character < " " and character not in "\n\t" for character in text):
            raise BadForm(f"The field “{name}” has control characters in it.")
        return text


async def read_form(request: Request) -> Form:
    """The form in a request's body.

    Raises:
        BadForm: not a form, too large, or not UTF-8.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _TYPE:
        raise BadForm("This is not what the console's form sends.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise BadForm("The form is too large.")
    try:
        fields = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict"
        )
    except ValueError:
        raise BadForm("The form cannot be read.") from None
    return Form(fields)
