"""Nobody gets in with a wrong, missing, old, future or odd proof."""

import base64
import time
from collections.abc import AsyncIterator

import pytest

from tests.unit.ingress import senders
from tests.unit.ingress.conftest import Door

EVENT = senders.encoded(senders.stripe_event())
WISH = senders.encoded(senders.investigation())
NOW = time.time()


def _stripe(header: str) -> dict[str, str]:
    now = int(time.time())
    good = senders.stripe_signature(EVENT, senders.STRIPE_SECRET, now)
    return {"Stripe-Signature": header.format(now=now, good=good)}


STRIPE_HEADERS = {
    "missing": {},
    "empty": {"Stripe-Signature": ""},
    "words": {"Stripe-Signature": "please let me in"},
    "of another secret": senders.stripe_headers(EVENT, "whsec_of_somebody_else"),
    "of an empty secret": senders.stripe_headers(EVENT, ""),
    "of both secrets in one": senders.stripe_headers(
        EVENT, f"{senders.STRIPE_SECRET},{senders.STRIPE_NEXT_SECRET}"
    ),
    "of another body": senders.stripe_headers(EVENT + b" "),
    "stale": senders.stripe_headers(EVENT, at=time.time() - 301),
    "stale by a day": senders.stripe_headers(EVENT, at=time.time() - 86400),
    "of the future": senders.stripe_headers(EVENT, at=time.time() + 360),
    "of 1970": senders.stripe_headers(EVENT, at=0),
    "v0 only": _stripe("t={now},v0={good}"),
    "in capitals": _stripe("t={now},V1={good}"),
    "without a time": _stripe("v1={good}"),
    "without a signature": _stripe("t={now}"),
    "with an empty signature": _stripe("t={now},v1="),
    "with half a signature": _stripe("t={now},v1={good:.32}"),
    "with two times": _stripe("t={now},t={now},v1={good}"),
    "with a time that is a word": _stripe("t=now,v1={good}"),
    "with a negative time": _stripe("t=-{now},v1={good}"),
    "with a fractional time": _stripe("t={now}.0,v1={good}"),
    "with an endless time": _stripe("t={now}" + "0" * 300 + ",v1={good}"),
    "with a time in other digits": {"Stripe-Signature": b"t=\xb2\xb3,v1=aa"},
    "in Latin-1": {"Stripe-Signature": b"t=1,v1=\xe9\xe9"},
    "endless": _stripe("t={now},v1={good}" + ",v1=aa" * 2000),
}


@pytest.mark.parametrize("headers", STRIPE_HEADERS.values(), ids=STRIPE_HEADERS.keys())
async def test_a_stripe_signature_is_refused(door: Door, headers: dict[str, str]) -> None:
    answer = await door.post("/webhooks/stripe", EVENT, headers)

    assert answer.status_code == 400
    assert answer.json() == {
        "error": "the signature is not valid",
        "field": "Stripe-Signature",
    }
    assert not door.inbox.rows


def _encode(credentials: bytes) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(credentials).decode()}


BASIC_HEADERS = {
    "missing": {},
    "empty": {"Authorization": ""},
    "nothing encoded": {"Authorization": "Basic "},
    "a bearer": senders.bearer(),
    "not base64": {"Authorization": "Basic %%%"},
    "bytes above ASCII": {"Authorization": b"Basic \xe9\xff"},
    "wrong user": senders.basic(user="postmarc"),
    "wrong password": senders.basic(password="local-only"),
    "empty password": senders.basic(password=""),
    "empty pair": _encode(b":"),
    "no colon": _encode(b"postmark"),
    "colon elsewhere": _encode("postmark:p:ässwörd:with:colons".encode()),
    "password in Latin-1": _encode("postmark:pässwörd:with:colons".encode("latin-1")),
    "a NUL at the end": _encode("postmark:pässwörd:with:colons\0".encode()),
    "endless": _encode(b"x" * 10_000),
    "right, but twice": {"Authorization": senders.basic()["Authorization"] + " again"},
}


@pytest.mark.parametrize("path", ["/webhooks/postmark/inbound", "/webhooks/postmark/events"])
@pytest.mark.parametrize("headers", BASIC_HEADERS.values(), ids=BASIC_HEADERS.keys())
async def test_postmarks_credentials_are_refused(
    door: Door, path: str, headers: dict[str, str]
) -> None:
    answer = await door.post(path, senders.mail(RecordType="Open"), headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert answer.json()["field"] == "Authorization"
    assert not door.inbox.rows


BEARER_HEADERS = {
    "missing": {},
    "empty": {"Authorization": ""},
    "no token": {"Authorization": "Bearer"},
    "an empty token": {"Authorization": "Bearer "},
    "another token": senders.bearer("local-only"),
    "half a token": senders.bearer(senders.JSON_TOKEN[:8]),
    "a longer token": senders.bearer(senders.JSON_TOKEN + "1"),
    "two tokens": senders.bearer(f"{senders.JSON_TOKEN},{senders.JSON_TOKEN}"),
    "as Basic": {"Authorization": f"Basic {senders.JSON_TOKEN}"},
    "without a scheme": {"Authorization": senders.JSON_TOKEN},
    "bytes above ASCII": {"Authorization": b"Bearer \xe9\xff"},
}


@pytest.mark.parametrize("headers", BEARER_HEADERS.values(), ids=BEARER_HEADERS.keys())
async def test_a_bearer_token_is_refused(door: Door, headers: dict[str, str]) -> None:
    answer = await door.post("/webhooks/json/shop/left", {"a": 1}, headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer ")
    assert not door.inbox.rows


def _standard(**changes: str | bytes) -> dict[str, str | bytes]:
    headers: dict[str, str | bytes] = {**senders.standard_headers(WISH, at=NOW)}
    return headers | {name.replace("_", "-"): value for name, value in changes.items()}


GOOD = senders.standard_headers(WISH, at=NOW)["webhook-signature"]
STANDARD_HEADERS = {
    "missing": {},
    "empty": _standard(webhook_id="", webhook_timestamp="", webhook_signature=""),
    "without an id": _standard(webhook_id=""),
    "of another id": _standard(webhook_id="msg_2"),
    "an id with a dot": senders.standard_headers(WISH, message_id="msg.1"),
    "an id with a space": senders.standard_headers(WISH, message_id="msg 1"),
    "an endless id": senders.standard_headers(WISH, message_id="m" * 201),
    "an id above ASCII": _standard(webhook_id=b"\xe9"),
    "without a time": _standard(webhook_timestamp=""),
    "a time that is a word": _standard(webhook_timestamp="nan"),
    "a fractional time": _standard(webhook_timestamp=f"{time.time():.0f}.5"),
    "an endless time": _standard(webhook_timestamp="9" * 30),
    "stale": senders.standard_headers(WISH, at=time.time() - 301),
    "of the future": senders.standard_headers(WISH, at=time.time() + 360),
    "of another secret": senders.standard_headers(
        WISH, "whsec_" + base64.b64encode(b"x" * 32).decode()
    ),
    "of another body": senders.standard_headers(WISH + b" "),
    "another version": _standard(webhook_signature="v2" + GOOD[2:]),
    "no version": _standard(webhook_signature=GOOD[3:]),
    "not base64": _standard(webhook_signature="v1,%%%"),
    "many commas": _standard(webhook_signature="v1,v1,v1"),
    "above ASCII": _standard(webhook_signature=b"v1,\xe9\xe9"),
    "asymmetric": _standard(webhook_signature="v1a," + GOOD[3:]),
    "behind 4 KB of others": _standard(webhook_signature="v1,a " * 1000 + GOOD),
}


@pytest.mark.parametrize("headers", STANDARD_HEADERS.values(), ids=STANDARD_HEADERS.keys())
async def test_an_admins_signature_is_refused(door: Door, headers: dict[str, str]) -> None:
    answer = await door.post("/webhooks/admin", WISH, headers)

    assert answer.status_code == 401
    assert answer.json() == {
        "error": "the signature is not valid",
        "field": "webhook-signature",
    }
    assert not door.inbox.rows


async def test_a_malformed_signature_beside_a_good_one_does_no_harm(door: Door) -> None:
    headers = _standard(webhook_signature=f"v1,short nonsense v1a,{GOOD[3:]} {GOOD}")

    answer = await door.post("/webhooks/admin", WISH, headers)

    assert answer.status_code == 200


async def test_credentials_are_checked_before_the_body_is_read(door: Door) -> None:
    async def body_that_must_not_be_read() -> AsyncIterator[bytes]:
        yield b"{"
        raise AssertionError("the body was read")

    answer = await door.client.post(
        "/webhooks/postmark/inbound", content=body_that_must_not_be_read()
    )

    assert answer.status_code == 401
