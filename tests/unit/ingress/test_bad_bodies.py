"""Whatever a believed sender puts into a body, the answer is a clear no, and no row."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.unit.ingress.conftest import Door

SENDERS: dict[str, Callable[[Door, Any], Awaitable[httpx.Response]]] = {
    "stripe": Door.stripe,
    "mail": Door.mail,
    "record": Door.record,
    "json": lambda door, body: door.json("shop/left", body),
}
NO_JSON = {
    "empty": b"",
    "spaces": b"   ",
    "words": b"hello",
    "a form": b"payload=%7B%7D",
    "HTML": b"<html></html>",
    "half": b'{"id": "evt_1"',
    "two": b"{} {}",
    "a trailing comma": b'{"a": 1,}',
    "single quotes": b"{'a': 1}",
    "a comment": b'{"a": 1 /* one */}',
    "an array": b"[]",
    "a string": b'"text"',
    "a number": b"17",
    "null": b"null",
    "true": b"true",
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "Latin-1": '{"a": "é"}'.encode("latin-1"),
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "surrogates as bytes": b'{"a": "\xed\xa0\x80"}',
    "overlong UTF-8": b'{"a": "\xc0\x80"}',
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": Infinity}',
    "minus Infinity": b'{"a": -Infinity}',
    "an infinite number": b'{"a": 1e999}',
    "an endless number": b'{"a": ' + b"9" * 5000 + b"}",
    "hexadecimal": b'{"a": 0x1}',
    "duplicate keys": b'{"id": "evt_1", "id": "evt_2"}',
    "duplicate keys within": b'{"data": [{"a": 1, "a": 1}]}',
    "duplicate keys in disguise": b'{"a": 1, "\\u0061": 2}',
    "65 deep": b'{"a":' + b"[" * 65 + b"]" * 65 + b"}",
    "200,000 deep": b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "200,000 open brackets": b"[" * 200_000,
    "deep behind a string": b'{"a": "\\"[[", "b":' + b"[" * 70 + b"]" * 70 + b"}",
    "a raw NUL": b'{"a": "\x00"}',
    "a raw line end": b'{"a": "\n"}',
    "gzip": b"\x1f\x8b\x08\x00\x00",
}


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON.keys())
@pytest.mark.parametrize("send", SENDERS.values(), ids=SENDERS.keys())
async def test_what_is_no_strict_json_object_is_refused(
    door: Door, send: Callable[[Door, Any], Awaitable[httpx.Response]], body: bytes
) -> None:
    answer = await send(door, body)

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("the body ")
    assert not door.inbox.rows


@pytest.mark.parametrize("body", [b"", b"[]", b'{"a": NaN}', b'{"a": 1, "a": 2}', b"[" * 200_000])
async def test_an_admin_is_told_the_same(door: Door, body: bytes) -> None:
    answer = await door.admin(body)

    assert answer.status_code == 400
    assert not door.inbox.rows


async def test_brackets_in_a_text_are_not_depth(door: Door) -> None:
    answer = await door.json("shop/left", {"text": "[" * 500 + '\\"{' * 500, "also": [[["ok"]]]})

    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_another_method_is_refused(door: Door, method: str) -> None:
    answer = await door.client.request(method, "/webhooks/stripe")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "path",
    [
        "/", "/webhooks", "/webhooks/stripe/", "/webhooks/paypal", "/webhooks/json/shop",
        "/webhooks/json/shop/left/more", "/docs", "/openapi.json", "/webhooks/slack/../stripe/x",
    ],
)  # fmt: skip
async def test_there_is_nothing_elsewhere(door: Door, path: str) -> None:
    answer = await door.post(path, {})

    assert answer.status_code == 404
    assert answer.json() == {"error": "there is nothing at this path"}
