"""A reply has one holder at a time and is sent and audited once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from worker.domain.case import Reply
from worker.ports.case_files import Usage
from worker.ports.failures import Permanent, Temporary

USAGE = Usage("m", 1, 1, 0, 1)
LEASE = timedelta(seconds=60)


@pytest.fixture
async def reply_id(case_files, file_email):
    message = (await case_files.open(await file_email(), "f", "r")).message_id
    turn = await case_files.file_reply(message, 0, Reply("Re: A question", "Gladly."), USAGE)
    return turn.reply_id


async def test_a_reply_goes_to_the_sender_and_names_the_mail_it_answers(case_files, reply_id):
    reply = await case_files.claim_reply(reply_id, LEASE)
    assert reply is not None
    assert reply.recipient == "sara@example.com"
    assert reply.in_reply_to is not None
    assert reply.in_reply_to.endswith("@mail.example>")
    assert reply.references == reply.in_reply_to
    assert not reply.resumed


async def test_only_one_holds_a_reply_at_a_time(case_files, reply_id):
    await case_files.claim_reply(reply_id, LEASE)
    with pytest.raises(Temporary, match="another try"):
        await case_files.claim_reply(reply_id, timedelta(seconds=0.2))


async def test_whoever_waits_gets_the_reply_of_a_holder_who_died(case_files, reply_id):
    await case_files.claim_reply(reply_id, timedelta(seconds=0.6))
    taken_over = await case_files.claim_reply(reply_id, timedelta(seconds=2))
    assert taken_over is not None
    assert taken_over.resumed


async def test_whoever_takes_over_knows_that_it_may_have_been_sent(case_files, reply_id):
    await case_files.claim_reply(reply_id, timedelta(0))
    taken_over = await case_files.claim_reply(reply_id, LEASE)
    assert taken_over is not None
    assert taken_over.resumed


async def test_a_sent_reply_is_audited_once_and_not_handed_out_again(case_files, reply_id, audit):
    await case_files.claim_reply(reply_id, LEASE)
    for _ in range(3):
        await case_files.reply_sent(reply_id, "pm-1", "r")
    assert await case_files.claim_reply(reply_id, LEASE) is None
    assert [action for action, _ in audit()] == ["email_received", "reply_sent"]


async def test_an_unknown_reply_is_a_permanent_failure(case_files):
    with pytest.raises(Permanent, match="no reply"):
        await case_files.claim_reply(uuid4(), LEASE)
