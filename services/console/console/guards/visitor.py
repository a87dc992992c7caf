"""Who is looking."""

from dataclasses import dataclass

from console.guards.sessions import Session
from console.records.reviewers import Reviewer


class SignInFirst(Exception):
    """Nobody is signed in, or not any more."""


@dataclass(frozen=True)
class Visitor:
    """A reviewer who is signed in."""

    session: Session
    reviewer: Reviewer
