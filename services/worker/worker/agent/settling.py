"""From the run's interruptions to proposals, and from outcomes back into the run."""

from collections.abc import Iterable, Mapping

from agents import RunState, ToolApprovalItem

from worker.agent.context import SupportContext
from worker.agent.refund_call import arguments_of, proposal
from worker.agent.tools import MALFORMED, OUTCOME_TEXTS, UNDECIDED
from worker.domain.refund import Outcome, RefundProposal, RefundRefused


async def proposals_in(
    interruptions: Iterable[ToolApprovalItem], context: SupportContext
) -> tuple[RefundProposal, ...]:
    """The calls that a person can be asked about. Calls that break a rule are left out.

    Raises:
        Temporary: the records cannot be read now.
    """
    proposals = []
    for item in interruptions:
        try:
            asked = arguments_of(item.arguments or "")
            proposals.append(await proposal(context, item.call_id or "", asked))
        except RefundRefused:
            continue
    return tuple(proposals)


def apply_outcomes(run: RunState[SupportContext], outcomes: Mapping[str, Outcome]) -> None:
    """Tell the run how each refund that it waits for ended; never for more than this one call."""
    for item in run.get_interruptions():
        outcome = outcomes.get(item.call_id or "")
        if outcome is Outcome.ISSUED:
            run.approve(item)
        else:
            run.reject(item, rejection_message=OUTCOME_TEXTS[outcome] if outcome else UNDECIDED)


def refuse_all(run: RunState[SupportContext]) -> None:
    """Answer calls whose arguments cannot be read."""
    for item in run.get_interruptions():
        run.reject(item, rejection_message=MALFORMED)
