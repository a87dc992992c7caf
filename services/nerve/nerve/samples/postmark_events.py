"""What became of a mail of ours, as Postmark's outbound webhooks say it.

Source of the fields: postmarkapp.com/developer/webhooks (bounce, spam complaint, delivery).
"""

from datetime import datetime
from uuid import UUID

from nerve.samples.people import NIA, OMAR, SUPPORT, Person
from nerve.samples.sample import Draft, JsonObject, Sample, Sender, Wish

PATH = "/webhooks/postmark/events"


def bounce(wish: Wish) -> Draft:
    number = _number(wish)
    return Draft(
        str(number),
        {
            "RecordType": "Bounce",
            "Type": "HardBounce",
            "TypeCode": 1,
            "Name": "Hard bounce",
            "Description": "The server was unable to deliver your message (ex: unknown user,"
            " mailbox not found).",
            "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
            "Inactive": True,
            "CanActivate": True,
            **_undelivered(number, wish, OMAR),
        },
    )


def complaint(wish: Wish) -> Draft:
    number = _number(wish)
    return Draft(
        str(number),
        {
            "RecordType": "SpamComplaint",
            "Type": "SpamComplaint",
            "TypeCode": 100001,
            "Name": "Spam complaint",
            "Description": "The subscriber explicitly marked this message as spam.",
            "Details": "Test spam complaint details",
            "Inactive": True,
            "CanActivate": False,
            **_undelivered(number, wish, NIA),
        },
    )


def delivery(wish: Wish) -> Draft:
    message_id = wish.provider_id or str(UUID(wish.nonce))
    return Draft(
        message_id,
        {
            "RecordType": "Delivery",
            "ServerID": 23,
            "MessageStream": "outbound",
            "MessageID": message_id,
            "Recipient": wish.sender or OMAR.email,
            "Tag": "support-reply",
            "DeliveredAt": _time(wish.now),
            "Details": "smtp;250 2.0.0 OK",
            "Metadata": {},
        },
    )


def _undelivered(number: int, wish: Wish, recipient: Person) -> JsonObject:
    return {
        "ID": number,
        "Tag": "support-reply",
        "MessageID": str(UUID(wish.nonce)),
        "ServerID": 23,
        "MessageStream": "outbound",
        "Email": wish.sender or recipient.email,
        "From": SUPPORT.email,
        "BouncedAt": _time(wish.now),
        "DumpAvailable": True,
        "Subject": wish.subject or "Re: How do I add a second seat?",
        "Content": "<Full dump of bounce>",
        "Metadata": {},
    }


def _number(wish: Wish) -> int:
    if wish.provider_id is not None and wish.provider_id.isdigit():
        return int(wish.provider_id)
    # 52 bits: Postmark's ids are integers, and JSON readers may hold them as doubles.
    return int(wish.nonce[:13], 16)


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


EVENTS = [
    Sample(
        f"postmark/events-{name}",
        Sender.POSTMARK,
        PATH,
        about,
        write,
    )
    for name, about, write in (
        ("bounce", "a reply could not be delivered", bounce),
        ("complaint", "a recipient called a reply spam", complaint),
        ("delivery", "a reply arrived; kept, wakes nothing", delivery),
    )
]
