"""The support desk, kept by an agent on the OpenAI Agents SDK."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from agents import Agent, Runner, RunResult, RunState, TResponseInputItem
from agents.models.interface import Model

from worker.agent.answer import Answer
from worker.agent.context import SupportContext
from worker.agent.factory import build_agent, build_card_writer, build_run_config
from worker.agent.harmless_text import harmless_body
from worker.agent.letter import conversation
from worker.agent.model_access import ModelAccess, open_client, open_model
from worker.agent.model_errors import Malformed, told_apart
from worker.agent.reply_guard import guarded
from worker.agent.saved_run import SavedRun
from worker.agent.settling import apply_outcomes, proposals_in, refuse_all
from worker.agent.visible_text import visible
from worker.domain.case import Case
from worker.domain.refund import Settlement
from worker.ports.case_files import Usage
from worker.ports.customer_records import CustomerRecords
from worker.ports.failures import Permanent
from worker.ports.support_desk import Answered, AsksForRefunds

CARD_LIMIT = 500
NAME_LIMIT = 100

Attempt = Callable[[], Awaitable[Answered | AsksForRefunds]]


class OpenAISupportDesk:
    """Keeps ports.SupportDesk. One for each process: it holds the connections to the model."""

    def __init__(
        self, records: CustomerRecords, access: ModelAccess, model: Model | None = None
    ) -> None:
        self._records = records
        self._access = access
        self._client = open_client(access)
        self._model = model or open_model(access, self._client)

    async def close(self) -> None:
        """Give the connections back; nothing can be asked afterwards."""
        await self._client.close()

    async def answer(self, case: Case) -> Answered | AsksForRefunds:
        """See ports.SupportDesk.answer."""

        async def attempt() -> Answered | AsksForRefunds:
            context = SupportContext(case, self._records)
            agent = build_agent(self._access.max_output_tokens)
            result = await self._run(agent, conversation(case), context)
            return await self._conclude(agent, result, context)

        return await _once_more_if_malformed(attempt)

    async def resume(
        self, case: Case, state: str, settlements: tuple[Settlement, ...]
    ) -> Answered | AsksForRefunds:
        """See ports.SupportDesk.resume. A refund without a settlement counts as not issued."""
        saved = SavedRun.from_text(state)
        told = {settlement.call_id: settlement.outcome for settlement in settlements}

        async def attempt() -> Answered | AsksForRefunds:
            context = SupportContext(case, self._records, {**saved.outcomes, **told})
            agent = build_agent(self._access.max_output_tokens)
            run = await saved.restore(agent, context)
            apply_outcomes(run, context.outcomes)
            return await self._conclude(agent, await self._run(agent, run, context), context)

        return await _once_more_if_malformed(attempt)

    async def greet(self, name: str) -> str:
        """See ports.SupportDesk.greet."""
        return await self._card("greeting", name)

    async def say_farewell(self, name: str) -> str:
        """See ports.SupportDesk.say_farewell."""
        return await self._card("farewell", name)

    async def _conclude(
        self, agent: Agent[SupportContext], result: RunResult, context: SupportContext
    ) -> Answered | AsksForRefunds:
        while result.interruptions:
            state = result.to_state()
            if proposals := await proposals_in(result.interruptions, context):
                kept = SavedRun.of(state, context).to_text()
                return AsksForRefunds(proposals, kept, self._usage(result))
            refuse_all(state)
            result = await self._run(agent, state, context)
        answer = result.final_output_as(Answer, raise_if_incorrect_type=True)
        reply = guarded(answer, context.case, context.outcomes.values())
        return Answered(reply, self._usage(result))

    async def _card(self, kind: str, name: str) -> str:
        plain_name = " ".join(visible(name).split())[:NAME_LIMIT]
        running = Runner.run(
            build_card_writer(),
            f"Write a {kind} for: {plain_name}",
            max_turns=1,
            run_config=build_run_config(self._model),
        )
        result = await _told_apart(running)
        text = harmless_body(str(result.final_output), None)[:CARD_LIMIT]
        if not text:
            raise Permanent(f"the model wrote an empty {kind}")
        return text

    async def _run(
        self,
        agent: Agent[SupportContext],
        turn: list[TResponseInputItem] | RunState[SupportContext],
        context: SupportContext,
    ) -> RunResult:
        # A resumed run brings its context and its count of turns along.
        running = Runner.run(
            agent,
            turn,
            context=None if isinstance(turn, RunState) else context,
            max_turns=self._access.max_turns,
            run_config=build_run_config(self._model),
        )
        return await _told_apart(running)

    def _usage(self, result: RunResult) -> Usage:
        spent = result.context_wrapper.usage
        return Usage(
            model=self._access.model,
            turns=spent.requests,
            input_tokens=spent.input_tokens,
            cached_tokens=spent.input_tokens_details.cached_tokens,
            output_tokens=spent.output_tokens,
        )


async def _once_more_if_malformed(attempt: Attempt) -> Answered | AsksForRefunds:
    with suppress(Malformed):
        return await attempt()
    return await attempt()


async def _told_apart(running: Awaitable[RunResult]) -> RunResult:
    try:
        return await running
    except Exception as error:
        failure = told_apart(error)
        if failure is None:
            raise
    # Outside of the except block, so that the original with its quotes is not attached.
    raise failure
