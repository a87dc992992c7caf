"""Signed sessions: who is signed in, until when."""

import base64
import binascii
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from console.guards.seal import Seal

COOKIE = "console_session"
SECONDS = 8 * 3600
"""How long a session lasts, whatever is done in it."""


@dataclass(frozen=True)
class Session:
    """`expires_at` in seconds since 1970. `id` is random: form tokens are bound to it."""

    id: str
    reviewer_id: str
    expires_at: float


class Sessions:
    """Opens, recognises and closes sessions. What is closed is remembered by this process only."""

    def __init__(self, secret: str, clock: Callable[[], float]) -> None:
        self._seal = Seal(secret, "session")
        self._forms = Seal(secret, "form")
        self._clock = clock
        self._closed: dict[str, float] = {}

    def open(self, reviewer_id: str) -> tuple[Session, str]:
        """A new session, and the cookie's value for it."""
        session = Session(secrets.token_hex(16), reviewer_id, self._clock() + SECONDS)
        facts = json.dumps([session.id, session.reviewer_id, session.expires_at]).encode()
        text = base64.urlsafe_b64encode(facts).decode()
        return session, f"{text}.{self._seal.of(text)}"

    def recognise(self, cookie: str) -> Session | None:
        """The session that a cookie's value stands for; None unless we sealed it and it lasts."""
        text, _, seal = cookie.partition(".")
        if not self._seal.fits(text, seal):
            return None
        try:
            session = Session(*json.loads(base64.urlsafe_b64decode(text)))
        except (binascii.Error, ValueError, TypeError):
            return None
        if session.expires_at <= self._clock() or session.id in self._closed:
            return None
        return session

    def close(self, session: Session) -> None:
        """From now on its cookie is worth nothing."""
        now = self._clock()
        self._closed = {id: until for id, until in self._closed.items() if until > now}
        self._closed[session.id] = session.expires_at

    def form_token(self, session: Session, purpose: str) -> str:
        """What a form must bring back: good for this session and this purpose alone."""
        return self._forms.of(f"{session.id}:{purpose}")

    def is_form_token(self, session: Session, purpose: str, token: str) -> bool:
        return self._forms.fits(f"{session.id}:{purpose}", token)
