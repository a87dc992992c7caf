"""What the front desk asks of every kind of webhook."""

from typing import ClassVar, Protocol

from starlette.requests import Request

from ingress.bounded_body import Bound
from ingress.filing import Filing


class Webhook(Protocol):
    """One sender's webhook."""

    route: ClassVar[str]
    """A short name for logs and metrics."""
    bound: ClassVar[Bound]

    def admit(self, request: Request, /) -> None:
        """Refuse what the headers alone condemn, before a byte of the body is read."""
        ...

    def read(self, request: Request, body: bytes, /) -> Filing:
        """Verify, validate, and say what to file. Pure: may run in a thread.

        Raises:
            Refusal: the request is not believed or not understood.
        """
        ...
