"""A mail to be sent: which ones Postmark takes, and what it says about the others."""

import re
from dataclasses import dataclass
from email.utils import getaddresses
from typing import Any

from standins.notpostmark.errors import INACTIVE_RECIPIENT, invalid, refused

ADDRESS = re.compile(
    r"[^\s@<>(),;:\"\[\]]{1,64}@[^\s@<>(),;:\"\[\]]{1,190}\.[^\s@<>(),;:\"\[\].]{2,63}"
)
MOST_RECIPIENTS = 50
TEXT_FIELDS = (
    "From",
    "To",
    "Cc",
    "Bcc",
    "Subject",
    "TextBody",
    "HtmlBody",
    "ReplyTo",
    "Tag",
    "MessageStream",
)


@dataclass(frozen=True)
class Mail:
    """What the caller sent, checked; `recipients` are the bare addresses of To, Cc and Bcc."""

    fields: dict[str, str]
    recipients: list[str]
    headers: list[dict[str, str]]
    metadata: dict[str, str]


def read_mail(request: dict[str, Any]) -> Mail:
    """The mail, or Postmark's refusal of it."""
    fields = {name: _text(request, name) for name in TEXT_FIELDS}
    if len(_addresses(fields, "From")) != 1:
        raise invalid("Invalid 'From' address: give exactly one.")
    if not _addresses(fields, "To"):
        raise invalid("Zero recipients specified")
    recipients = [address for name in ("To", "Cc", "Bcc") for address in _addresses(fields, name)]
    if len(recipients) > MOST_RECIPIENTS:
        raise invalid(f"Too many recipients: no more than {MOST_RECIPIENTS} are allowed.")
    _addresses(fields, "ReplyTo")
    if not fields["TextBody"] and not fields["HtmlBody"]:
        raise invalid("Provide either email TextBody or HtmlBody or both.")
    inactive = [address for address in recipients if address.lower().startswith("inactive")]
    if inactive:
        message = "You tried to send to recipient(s) that have been marked as inactive."
        found = f"Found inactive addresses: {', '.join(inactive)}."
        raise refused(422, INACTIVE_RECIPIENT, f"{message} {found}")
    return Mail(fields, recipients, _headers(request), _metadata(request))


def bare_addresses(value: str) -> list[str]:
    """The addresses of a header's value, without their display names."""
    return [address for _, address in getaddresses([value]) if address]


def _text(request: dict[str, Any], name: str) -> str:
    value = request.get(name)
    if value is not None and not isinstance(value, str):
        raise invalid(f"Invalid '{name}': it must be a string.")
    if value and name not in ("TextBody", "HtmlBody") and re.search(r"[\r\n\0]", value):
        raise invalid(f"Invalid '{name}': line breaks are not allowed in it.")
    return value or ""


def _addresses(fields: dict[str, str], name: str) -> list[str]:
    addresses = bare_addresses(fields[name])
    if fields[name].strip() and not addresses:
        raise invalid(f"Invalid '{name}' address: '{fields[name][:200]}'.")
    for address in addresses:
        if not ADDRESS.fullmatch(address):
            raise invalid(f"Invalid '{name}' address: '{address[:200]}'.")
    return addresses


def _headers(request: dict[str, Any]) -> list[dict[str, str]]:
    headers = request.get("Headers") or []
    if not isinstance(headers, list):
        raise invalid("Invalid 'Headers': it must be an array.")
    for header in headers:
        if not isinstance(header, dict):
            raise invalid("Invalid 'Headers': each must be an object.")
        name, value = header.get("Name"), header.get("Value")
        if not isinstance(name, str) or not re.fullmatch(r"[!-9;-~]{1,200}", name):
            raise invalid("Invalid 'Headers': each needs a Name.")
        if not isinstance(value, str) or re.search(r"[\r\n\0]", value):
            raise invalid("Invalid 'Headers': each needs a Value of one line.")
    return [{"Name": header["Name"], "Value": header["Value"]} for header in headers]


def _metadata(request: dict[str, Any]) -> dict[str, str]:
    """At most ten, keys up to 20 and values up to 80 characters: Postmark's own limits."""
    metadata = request.get("Metadata") or {}
    if not isinstance(metadata, dict) or len(metadata) > 10:
        raise invalid("Invalid 'Metadata': it must be an object of at most 10 fields.")
    for key, value in metadata.items():
        if not 1 <= len(key) <= 20 or not isinstance(value, str) or len(value) > 80:
            raise invalid("Invalid 'Metadata': keys up to 20 and values up to 80 characters.")
    return metadata
