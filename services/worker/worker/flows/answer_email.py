"""Answer one e-mail: ask the agent, wait for people where it asks for money, send the reply."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import inngest
import structlog

from contracts.customer_events import EmailReceived
from contracts.refund_events import ApprovalDecided
from worker.flows.facts import CaseFacts, ReplyFacts, TurnFacts, turn_facts
from worker.flows.failures import step, understood
from worker.flows.refunding import issue_refund
from worker.flows.retries import RETRIES
from worker.flows.sending import send_reply
from worker.ports import Ports
from worker.ports.case_files import Turn
from worker.ports.failures import Permanent, Temporary
from worker.ports.support_desk import Answered, AsksForRefunds

FN_ID = "answer-email"
WAITS_FOR = ApprovalDecided.name
MAX_ROUNDS = 3
"""How often one e-mail may lead to a request for refunds."""
TRIES_TO_TELL = 3

log = structlog.get_logger()


def build(client: inngest.Inngest, ports: Ports, expires_in: timedelta) -> inngest.Function[Any]:
    """The run itself. `expires_in` is how long people have to decide about a refund."""

    @client.create_function(
        fn_id=FN_ID,
        name="Answer an e-mail",
        trigger=inngest.TriggerEvent(event=EmailReceived.name),
        retries=RETRIES,
    )
    async def answer_email(ctx: inngest.Context) -> CaseFacts | ReplyFacts:
        run = ctx.step.run
        inbox_id = understood(EmailReceived, ctx.event).inbox_id

        case = await run("open-case", open_case, ports, inbox_id, ctx.run_id)
        if case["suppressed"]:
            return case
        message_id = UUID(case["message_id"])

        turn = await run("ask-agent", ask_agent, ports, message_id, expires_in, ctx.run_id)
        while turn["waiting"]:
            for approval in turn["waiting"]:
                if approval["seconds_left"] > 0:
                    asked_for = approval["approval_id"]
                    await run("tell-reviewers", tell_reviewers, ports, asked_for, ctx.attempt)
            for approval in turn["waiting"]:
                await decided(ctx, ports, message_id, approval["approval_id"])
            asked = turn["round"]
            await run("settle-refunds", settle_refunds, ports, message_id, asked, ctx.run_id)
            for approval in turn["waiting"]:
                await run("issue-refund", issue_refund, ports, approval["approval_id"], ctx.run_id)
            turn = await run(
                "resume-agent", resume_agent, ports, message_id, asked, expires_in, ctx.run_id
            )

        return await run("send-reply", send_reply, ports, turn["reply_id"], ctx.run_id)

    return answer_email


async def decided(ctx: inngest.Context, ports: Ports, message_id: UUID, approval_id: str) -> None:
    """Wait until an approval is decided or expired. The event only wakes: the row is what counts.

    So a forged event waits on, and a wake-up that came too early is sent again by the relay.
    """
    run = ctx.step.run
    while left := await run("check-approval", seconds_left, ports, message_id, approval_id):
        await ctx.step.wait_for_event(
            "wait-for-decision",
            event=WAITS_FOR,
            if_exp=f"async.data.approval_id == '{approval_id}'",
            timeout=timedelta(seconds=left + 1),
        )


@step
async def open_case(ports: Ports, inbox_id: UUID, run_id: str) -> CaseFacts:
    """File the e-mail and say that this run has it."""
    opened = await ports.case_files.open(inbox_id, FN_ID, run_id)
    return {
        "message_id": str(opened.message_id),
        "ticket_id": str(opened.ticket_id),
        "suppressed": opened.suppressed,
    }


@step
async def ask_agent(
    ports: Ports, message_id: UUID, expires_in: timedelta, run_id: str
) -> TurnFacts:
    """Have the agent read the case, unless an earlier try already did: a model call costs money."""
    turn = await ports.case_files.turn(message_id)
    if turn is None:
        case = await ports.case_files.load(message_id)
        answer = await ports.support_desk.answer(case)
        turn = await _file(ports, message_id, 0, answer, expires_in, run_id)
    return turn_facts(turn)


@step
async def tell_reviewers(ports: Ports, approval_id: str, attempt: int) -> None:
    """Announce an approval. A courtesy: the approval can be found without it, so it may fail."""
    try:
        await ports.reviewers.tell(UUID(approval_id))
    except (Temporary, Permanent) as error:
        if isinstance(error, Temporary) and attempt + 1 < TRIES_TO_TELL:
            raise
        log.warning("reviewers_not_told", approval_id=approval_id, error=str(error))


@step
async def seconds_left(ports: Ports, message_id: UUID, approval_id: str) -> int:
    """How long people still have to decide; 0 when there is nothing to wait for."""
    turn = await ports.case_files.turn(message_id)
    waiting = turn.waiting if turn else ()
    return next((w.seconds_left for w in waiting if str(w.approval_id) == approval_id), 0)


@step
async def settle_refunds(ports: Ports, message_id: UUID, round: int, run_id: str) -> None:
    """Close what nobody decided in time."""
    await ports.case_files.settle(message_id, round, run_id)


@step
async def resume_agent(
    ports: Ports, message_id: UUID, round: int, expires_in: timedelta, run_id: str
) -> TurnFacts:
    """Tell the agent how the refunds of this round ended, unless an earlier try already did."""
    paused = await ports.case_files.paused(message_id, round)
    if paused is None:
        turn = await ports.case_files.turn(message_id)
        if turn is None:
            raise Permanent(f"message {message_id} has no agent run to resume")
    else:
        case = await ports.case_files.load(message_id)
        answer = await ports.support_desk.resume(case, paused.state, paused.settlements)
        turn = await _file(ports, message_id, round, answer, expires_in, run_id)
    return turn_facts(turn)


async def _file(
    ports: Ports,
    message_id: UUID,
    round: int,
    answer: Answered | AsksForRefunds,
    expires_in: timedelta,
    run_id: str,
) -> Turn:
    if isinstance(answer, Answered):
        return await ports.case_files.file_reply(message_id, round, answer.reply, answer.usage)
    if round >= MAX_ROUNDS:
        raise Permanent(f"the agent asked for refunds more than {MAX_ROUNDS} times")
    return await ports.case_files.file_pause(
        message_id, round + 1, answer.state, answer.proposals, answer.usage, expires_in, run_id
    )
