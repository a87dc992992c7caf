"""A body may be so large and so slow, and no more."""

import asyncio
import base64
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.types import Message

from ingress.bounded_body import MAIL, SMALL, BodyReader, Bound
from ingress.refusal import Refusal
from tests.unit.ingress import senders
from tests.unit.ingress.conftest import Door


async def _spaces(size: int) -> AsyncIterator[bytes]:
    while size > 0:
        yield b" " * min(size, 65536)
        size -= 65536


@pytest.mark.parametrize(
    "path",
    ["/webhooks/stripe", "/webhooks/postmark/events", "/webhooks/admin", "/webhooks/json/shop/x"],
)
@pytest.mark.parametrize("chunked", [True, False])
async def test_a_body_over_a_mebibyte_is_refused(door: Door, path: str, chunked: bool) -> None:
    headers = senders.bearer() if "json" in path else senders.basic()
    content = _spaces(SMALL.size + 1) if chunked else b" " * (SMALL.size + 1)

    answer = await door.client.post(path, content=content, headers=headers)

    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"
    assert not door.inbox.rows


async def test_a_mail_over_postmarks_own_limit_is_refused(door: Door) -> None:
    answer = await door.client.post(
        "/webhooks/postmark/inbound", content=_spaces(MAIL.size + 1), headers=senders.basic()
    )

    assert answer.status_code == 413


async def test_a_mail_with_35_mb_of_attachments_is_kept_without_them(door: Door) -> None:
    content = base64.b64encode(b"\x00" * 35_000_000).decode()
    attachment = {"Name": "film.mp4", "ContentType": "video/mp4", "ContentLength": 35_000_000}

    answer = await door.mail(senders.mail(Attachments=[attachment | {"Content": content}]))

    row = door.inbox.only
    assert answer.status_code == 200
    assert row.body["Attachments"] == [attachment]
    assert row.notes == {"left_out": {"Attachments[0].Content": len(content)}}


async def test_a_body_of_exactly_the_limit_is_read() -> None:
    assert len(await BodyReader().read(_request([b"x" * 10]), Bound(10, 1))) == 10


async def test_a_lying_content_length_does_not_help() -> None:
    with pytest.raises(Refusal) as refusal:
        await BodyReader().read(_request([b"x" * 11], length="3"), Bound(10, 1))

    assert refusal.value.status == 413


async def test_an_announced_size_is_refused_before_a_byte_is_read() -> None:
    with pytest.raises(Refusal) as refusal:
        await BodyReader().read(_request([], length="9" * 5000), Bound(10, 1))

    assert refusal.value.status == 413


async def test_a_slow_body_is_not_waited_for() -> None:
    with pytest.raises(Refusal) as refusal:
        await BodyReader().read(_request([b"x"], then_hang=True), Bound(10, 0.01))

    assert refusal.value.status == 408
    assert refusal.value.headers == {"Connection": "close"}


async def test_a_body_that_breaks_off_is_no_error_of_ours() -> None:
    with pytest.raises(Refusal) as refusal:
        await BodyReader().read(_request([b"x"], then_leave=True), Bound(10, 1))

    assert refusal.value.status == 400


async def test_a_large_body_waits_for_another_and_gives_its_place_back() -> None:
    reader = BodyReader(large_at_once=1)
    large = [b"x" * (SMALL.size + 1)]
    slow = asyncio.create_task(reader.read(_request(large, then_hang=True), Bound(1 << 22, 0.05)))
    await asyncio.sleep(0)

    assert len(await reader.read(_request(large), Bound(1 << 22, 5))) == SMALL.size + 1
    with pytest.raises(Refusal):
        await slow


def _request(
    chunks: list[bytes], length: str = "", then_hang: bool = False, then_leave: bool = False
) -> Request:
    left = list(chunks)

    async def receive() -> Message:
        if left:
            more = len(left) > 1 or then_hang or then_leave
            return {"type": "http.request", "body": left.pop(0), "more_body": more}
        if then_hang:
            await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    headers = [(b"content-length", length.encode())] if length else []
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)
