"""A paused run as it is kept: the SDK's state, and how earlier refunds of the case ended."""

import json
from dataclasses import dataclass

from agents import Agent, RunContextWrapper, RunState, Usage

from worker.agent.context import SupportContext
from worker.domain.refund import Outcome

VERSION = 1


@dataclass(frozen=True)
class SavedRun:
    """Contains the customer's text: kept in our tables, never in step data. No key, no context."""

    run: dict[str, object]
    outcomes: dict[str, Outcome]

    @classmethod
    def of(cls, state: RunState[SupportContext], context: SupportContext) -> "SavedRun":
        """Take down a paused run."""
        return cls(state.to_json(context_serializer=lambda _: {}), context.outcomes)

    def to_text(self) -> str:
        """As JSON, to be kept."""
        return json.dumps({"version": VERSION, "run": self.run, "outcomes": self.outcomes})

    @classmethod
    def from_text(cls, text: str) -> "SavedRun":
        """Read what was kept.

        Raises:
            ValueError: written by a release that this one cannot read.
        """
        kept = json.loads(text)
        if kept["version"] != VERSION:
            raise ValueError(f"saved run has version {kept['version']}, not {VERSION}")
        outcomes = {call_id: Outcome(word) for call_id, word in kept["outcomes"].items()}
        return cls(kept["run"], outcomes)

    async def restore(
        self, agent: Agent[SupportContext], context: SupportContext
    ) -> RunState[SupportContext]:
        """The run with a rebuilt agent and its context back; what it costs is counted from 0."""
        wrapper = RunContextWrapper(context)
        state = await RunState.from_json(agent, self.run, context_override=wrapper)
        wrapper.usage = Usage()
        return state
