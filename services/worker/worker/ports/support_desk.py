"""The support agent as the flows see it: something that answers, or asks for leave."""

from dataclasses import dataclass
from typing import Protocol

from worker.domain.case import Case, Reply
from worker.domain.refund import RefundProposal, Settlement
from worker.ports.case_files import Usage


@dataclass(frozen=True)
class Answered:
    """The agent is done."""

    reply: Reply
    usage: Usage


@dataclass(frozen=True)
class AsksForRefunds:
    """The agent stopped before moving money; `state` is all it needs to go on."""

    proposals: tuple[RefundProposal, ...]
    state: str
    usage: Usage


class SupportDesk(Protocol):
    """Answers customers. Calls a model, so every call costs; results are to be kept by the caller.

    All methods raise Temporary (rate limit, timeout, server fault) or Permanent (refusal, bad
    request, the bound on turns or tokens reached).
    """

    async def answer(self, case: Case) -> Answered | AsksForRefunds:
        """Read the case and answer it, or stop at a refund."""

    async def resume(
        self, case: Case, state: str, settlements: tuple[Settlement, ...]
    ) -> Answered | AsksForRefunds:
        """Go on from a saved state, told how each refund it waited for ended."""

    async def greet(self, name: str) -> str:
        """A short greeting."""

    async def say_farewell(self, name: str) -> str:
        """A short farewell."""
