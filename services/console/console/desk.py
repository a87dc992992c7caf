"""What every page is served with."""

from dataclasses import dataclass
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request

from console.display.screen import Screen
from console.guards.forms import BadForm, Form
from console.guards.passwords import Passwords
from console.guards.sessions import COOKIE, Sessions
from console.guards.visitor import SignInFirst, Visitor
from console.records import Records


@dataclass(frozen=True)
class Desk:
    """`confirm_cents`: from this amount on an approval has to be confirmed."""

    records: Records
    sessions: Sessions
    passwords: Passwords
    screen: Screen
    confirm_cents: int
    secure_cookies: bool

    async def visitor(self, request: Request) -> Visitor:
        """Who is signed in, and still a reviewer.

        Raises:
            SignInFirst: nobody is.
            RecordsUnavailable: Postgres does not say.
        """
        session = self.sessions.recognise(request.cookies.get(COOKIE, ""))
        if session is None:
            raise SignInFirst
        reviewer = await self.records.reviewers.find(session.reviewer_id)
        if reviewer is None:
            raise SignInFirst
        return Visitor(session, reviewer)

    def check_token(self, visitor: Visitor, purpose: str, form: Form) -> None:
        """That the form is one which we gave to this visitor for this purpose.

        Raises:
            BadForm: it is not.
        """
        if not self.sessions.is_form_token(visitor.session, purpose, form.text("token", 200)):
            raise BadForm("This form is not from your present session. Open the page again.")


def uuid_or_404(text: str) -> UUID:
    """The id in a path; anything else is simply not there."""
    try:
        return UUID(text)
    except ValueError:
        raise HTTPException(404) from None
