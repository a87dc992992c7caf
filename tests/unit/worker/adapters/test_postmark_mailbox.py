import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.unit.worker.adapters.vendor import Vendor, answering, breaking
from worker.adapters import postmark_mailbox
from worker.adapters.postmark_mailbox import PostmarkMailbox
from worker.ports.case_files import OutgoingReply
from worker.ports.failures import Permanent, Temporary

REPLY_ID = UUID("11111111-1111-5111-8111-111111111111")
TICKET_ID = UUID("22222222-2222-5222-8222-222222222222")
REPLY = OutgoingReply(
    reply_id=REPLY_ID,
    ticket_id=TICKET_ID,
    recipient="sara@example.com",
    subject="Re: Where is\r\n my parcel?",
    body="On its way.",
    in_reply_to="<abc@mail.example.com>",
    references="<first@mail.example.com> <abc@mail.example.com>",
    resumed=False,
)


def mailbox(vendor: Vendor) -> PostmarkMailbox:
    return PostmarkMailbox(
        vendor.client, "http://postmark.test/", "the-token", "support@shop.example"
    )


async def sent(reply: OutgoingReply = REPLY) -> tuple[httpx.Request, dict[str, Any]]:
    vendor = answering(200, {"ErrorCode": 0, "MessageID": "pm-1"})
    assert await mailbox(vendor).send(reply) == "pm-1"
    [request] = vendor.asked
    return request, json.loads(request.content)


async def test_a_reply_goes_to_one_recipient_marked_with_its_id() -> None:
    request, body = await sent()
    assert (request.method, str(request.url)) == ("POST", "http://postmark.test/email")
    assert request.headers["x-postmark-server-token"] == "the-token"
    assert body["To"] == "sara@example.com"
    assert body["From"] == "support@shop.example"
    assert body["Metadata"] == {"reply_id": str(REPLY_ID)}
    assert body["MessageStream"] == "outbound"
    assert body["TextBody"] == "On its way."
    assert not {"Cc", "Bcc"} & body.keys()


async def test_an_answer_to_the_reply_finds_its_ticket() -> None:
    _, body = await sent()
    assert body["ReplyTo"] == f"support+{TICKET_ID}@shop.example"


async def test_a_subject_is_one_line() -> None:
    _, body = await sent()
    assert body["Subject"] == "Re: Where is my parcel?"


async def test_a_reply_carries_what_stops_loops_and_keeps_the_thread() -> None:
    _, body = await sent()
    headers = {header["Name"]: header["Value"] for header in body["Headers"]}
    assert headers["Auto-Submitted"] == "auto-replied"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["In-Reply-To"] == "<abc@mail.example.com>"
    assert headers["References"] == "<first@mail.example.com> <abc@mail.example.com>"


@pytest.mark.parametrize(
    "hostile",
    ["<a@b>\r\nBcc: everybody@example.com", "no brackets", "<" + "a" * 400 + "@b>", "<a b@c>", ""],
)
async def test_a_hostile_message_id_brings_in_no_header(hostile: str) -> None:
    _, body = await sent(replace(REPLY, in_reply_to=hostile, references=hostile))
    values = "".join(header["Value"] for header in body["Headers"])
    assert "\n" not in values
    assert "Bcc" not in values
    assert len(values) < 200


async def test_a_long_thread_keeps_its_latest_references() -> None:
    thread = " ".join(f"<{n}@example.com>" for n in range(500))
    _, body = await sent(replace(REPLY, references=thread))
    [value] = [h["Value"] for h in body["Headers"] if h["Name"] == "References"]
    assert value.split()[-1] == "<499@example.com>"
    assert len(value.split()) == 20


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_a_busy_or_broken_vendor_is_temporary(status: int) -> None:
    with pytest.raises(Temporary, match=str(status)):
        await mailbox(answering(status)).send(REPLY)


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("dropped"),
    ],
)
async def test_a_lost_answer_is_temporary(error: Exception) -> None:
    with pytest.raises(Temporary, match=type(error).__name__):
        await mailbox(breaking(error)).send(REPLY)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 406, 422])
async def test_a_refusal_is_permanent_and_quotes_nobody(status: int) -> None:
    refusal = {"ErrorCode": 406, "Message": "You tried to send to sara@example.com"}
    with pytest.raises(Permanent, match=f"answered {status}") as caught:
        await mailbox(answering(status, refusal)).send(REPLY)
    assert "sara" not in str(caught.value)
    assert "code 406" in str(caught.value)


@pytest.mark.parametrize("body", [{}, {"MessageID": ""}, {"MessageID": 7}, ["pm-1"], None])
async def test_an_answer_without_an_id_is_temporary(body: object) -> None:
    with pytest.raises(Temporary):
        await mailbox(answering(200, body)).send(REPLY)


async def test_a_vendor_that_never_ends_its_answer_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import asyncio

    async def dawdle(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        raise AssertionError("nobody waits that long")

    monkeypatch.setattr(postmark_mailbox, "SEND_LIMIT_S", 0.05)
    client = httpx.AsyncClient(transport=httpx.MockTransport(dawdle))
    slow = PostmarkMailbox(client, "http://postmark.test", "the-token", "support@shop.example")
    with pytest.raises(Temporary, match="TimeoutError"):
        await slow.send(REPLY)


async def test_a_reply_that_went_out_is_found_by_its_id() -> None:
    vendor = answering(200, {"TotalCount": 1, "Messages": [{"MessageID": "pm-1"}]})
    assert await mailbox(vendor).find(REPLY_ID) == "pm-1"
    [request] = vendor.asked
    assert request.url.path == "/messages/outbound"
    assert dict(request.url.params) == {
        "count": "1",
        "offset": "0",
        "metadata_reply_id": str(REPLY_ID),
    }


async def test_a_reply_that_never_went_out_is_not_found() -> None:
    assert await mailbox(answering(200, {"TotalCount": 0, "Messages": []})).find(REPLY_ID) is None


@pytest.mark.parametrize("body", [{}, {"Messages": None}, []])
async def test_a_search_without_an_answer_is_not_taken_for_no(body: object) -> None:
    with pytest.raises(Temporary):
        await mailbox(answering(200, body)).find(REPLY_ID)


@pytest.mark.parametrize("found", [{"MessageID": None}, "nonsense"])
async def test_a_found_mail_without_an_id_is_not_taken_for_no(found: object) -> None:
    with pytest.raises(Temporary):
        await mailbox(answering(200, {"Messages": [found]})).find(REPLY_ID)


def test_looking_and_sending_fit_into_the_time_a_reply_is_claimed() -> None:
    from worker.flows.sending import SEND_LEASE

    limit = postmark_mailbox.FIND_LIMIT_S + postmark_mailbox.SEND_LIMIT_S
    assert limit < SEND_LEASE.total_seconds() / 1.5
