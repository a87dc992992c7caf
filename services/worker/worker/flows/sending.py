"""The step in which a reply goes out, once."""

from datetime import timedelta
from uuid import UUID

from worker.flows.facts import ReplyFacts
from worker.flows.failures import step
from worker.ports import Ports
from worker.ports.failures import Permanent

SEND_LEASE = timedelta(seconds=25)
"""Longer than looking for a reply and sending it can take, so that two tries never overlap."""


@step
async def send_reply(ports: Ports, reply_id: str | None, run_id: str) -> ReplyFacts:
    """Send the reply once: an earlier try that may have got through is looked for first."""
    if reply_id is None:
        raise Permanent("the agent neither replied nor waits for anything")
    reply = await ports.case_files.claim_reply(UUID(reply_id), SEND_LEASE)
    if reply is None:
        return {"reply_id": reply_id, "provider_id": None}
    provider_id = await ports.mailbox.find(reply.reply_id) if reply.resumed else None
    if provider_id is None:
        provider_id = await ports.mailbox.send(reply)
    await ports.case_files.reply_sent(reply.reply_id, provider_id, run_id)
    return {"reply_id": reply_id, "provider_id": provider_id}
