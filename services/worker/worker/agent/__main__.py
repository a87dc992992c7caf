"""`python -m worker.agent "e-mail text" --from sara@example.com`: the agent alone, no engine."""

import argparse
import asyncio
import logging
import sys
from uuid import uuid4

from worker.bootstrap import open_walk_in_desk
from worker.domain.case import Case, Letter
from worker.ports.failures import Permanent, Temporary
from worker.ports.support_desk import AsksForRefunds, SupportDesk
from worker.ports.walk_ins import WalkIns


def main() -> int:
    """Answer one e-mail on standard output. 1 when that fails, with the reason on the other."""
    given = _arguments()
    # What libraries complain about on their own; the failure itself is told below.
    logging.getLogger().addHandler(logging.NullHandler())
    email = Letter(ours=False, subject=given.subject, text=given.text)
    try:
        print(asyncio.run(_handle(email, given.sender)))  # noqa: T201 - a command-line program
    except (Temporary, Permanent) as failure:
        print(f"worker.agent: {failure}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


async def answered(desk: SupportDesk, walk_ins: WalkIns, email: Letter, sender: str) -> str:
    """Audit the e-mail, answer it, and say what came of it. Nothing is sent, no money moves."""
    visit_id = uuid4()
    customer = await walk_ins.customer(sender)
    await walk_ins.received(visit_id, customer)
    outcome = await desk.answer(Case(visit_id, visit_id, customer, email))
    if isinstance(outcome, AsksForRefunds):
        return "\n".join(
            f"A person would have to approve a refund: order {proposal.order_id}, "
            f"{proposal.amount}, reason: {proposal.reason}"
            for proposal in outcome.proposals
        )
    return f"Subject: {outcome.reply.subject}\n\n{outcome.reply.body}"


async def _handle(email: Letter, sender: str) -> str:
    async with open_walk_in_desk() as (desk, walk_ins):
        return await answered(desk, walk_ins, email, sender)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m worker.agent", description=__doc__)
    parser.add_argument("text", help="what the customer writes")
    parser.add_argument("--from", dest="sender", default="", help="decides which customer it is")
    parser.add_argument("--subject", default="Your help, please")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
