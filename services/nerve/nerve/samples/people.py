"""The customers that the migrations seed, by the name that texts use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A correspondent."""

    name: str
    email: str


SARA = Person("Sara Lindqvist", "sara@example.com")
OMAR = Person("Omar Haddad", "omar@example.com")
MEI = Person("Mei Tanaka", "mei@example.com")
LUCA = Person("Luca Moretti", "luca@example.com")
NIA = Person("Nia Okafor", "nia@example.com")
STRANGER = Person("Petra Novak", "petra.novak@elsewhere.example")
MAILER_DAEMON = Person("Mail Delivery System", "MAILER-DAEMON@mx.elsewhere.example")

SUPPORT = Person("Support", "support@example.com")
INBOUND_ADDRESS = "451d9b70cf9364d23ff6f9d51d870251@inbound.postmarkapp.com"
