"""A sent mail in the words of Postmark's messages API."""

from email.utils import getaddresses
from typing import Any


def summary(mail: dict[str, Any]) -> dict[str, Any]:
    """One entry of `GET /messages/outbound`."""
    return {
        "Tag": mail["Tag"],
        "MessageID": mail["MessageID"],
        "MessageStream": mail["MessageStream"] or "outbound",
        **{name: _people(mail[name]) for name in ("To", "Cc", "Bcc")},
        "Recipients": mail["Recipients"],
        "ReceivedAt": mail["SubmittedAt"],
        "From": mail["From"],
        "Subject": mail["Subject"],
        "Attachments": [],
        "Status": "Sent",
        "TrackOpens": False,
        "TrackLinks": "None",
        "Metadata": mail["Metadata"],
        "Sandboxed": False,
    }


def details(mail: dict[str, Any]) -> dict[str, Any]:
    """`GET /messages/outbound/{id}/details`."""
    headers = "\n".join(f"{header['Name']}: {header['Value']}" for header in mail["Headers"])
    return {
        **summary(mail),
        "TextBody": mail["TextBody"],
        "HtmlBody": mail["HtmlBody"],
        "Body": f"{headers}\n\n{mail['TextBody']}",
        "MessageEvents": [],
    }


def _people(value: str) -> list[dict[str, str]]:
    return [{"Email": address, "Name": name} for name, address in getaddresses([value]) if address]
