"""Basic, bearer and Standard Webhooks: no text from outside is an error of ours."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from ingress.refusal import Refusal
from ingress.signatures.basic import BasicCredentials
from ingress.signatures.bearer import BearerToken
from ingress.signatures.standard import StandardSignature, secret_problem
from tests.unit.ingress import senders

BODY = senders.encoded(senders.investigation())
LATIN_1 = st.text(st.characters(max_codepoint=255), max_size=100)


@given(LATIN_1)
def test_no_header_passes_for_basic_credentials(header: str) -> None:
    for attempt in (header, f"Basic {header}"):
        with pytest.raises(Refusal) as refusal:
            BasicCredentials("user", "password").check(attempt)
        assert refusal.value.status == 401


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_right_credentials_pass_in_any_alphabet(user: str, password: str) -> None:
    encoded = base64.b64encode(f"{user}:{password}".encode()).decode()

    BasicCredentials(user, password).check(f"basic {encoded}")


@given(LATIN_1)
def test_no_header_passes_for_a_token(header: str) -> None:
    for attempt in (header, f"Bearer {header}"):
        with pytest.raises(Refusal) as refusal:
            BearerToken("the token").check(attempt)
        assert refusal.value.status == 401


@given(LATIN_1, LATIN_1, LATIN_1)
def test_no_headers_pass_for_a_signature(message_id: str, timestamp: str, signature: str) -> None:
    for attempt in (signature, f"v1,{signature}", f"v1,{'A' * 43}= {signature}"):
        _refused(message_id, timestamp, attempt, BODY)


@given(st.binary(max_size=50))
def test_no_body_of_bytes_is_an_error_of_ours(body: bytes) -> None:
    headers = senders.standard_headers(b"another body")

    _refused(
        headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], body
    )


def test_either_of_two_secrets_is_believed() -> None:
    other = "whsec_" + base64.b64encode(b"y" * 24).decode()
    check = StandardSignature([other, senders.ADMIN_SECRET]).check

    for secret in (other, senders.ADMIN_SECRET):
        headers = Headers(senders.standard_headers(BODY, secret, message_id="msg_7"))
        assert check(headers, BODY) == "msg_7"


@pytest.mark.parametrize(
    ("secret", "problem"),
    [
        ("", "does not start with whsec_"),
        ("hunter2", "does not start with whsec_"),
        ("whsec_", "holds fewer than 24 bytes"),
        ("whsec_c2hvcnQ=", "holds fewer than 24 bytes"),
        ("whsec_not base64 at all, and long enough", "is not base64 after whsec_"),
        ("whsec_ünïcödé-that-is-long-enough-to-be-one", "is not base64 after whsec_"),
        (senders.ADMIN_SECRET, None),
        (senders.ADMIN_SECRET.rstrip("="), None),
    ],
)
def test_a_secret_that_cannot_be_one_is_named(secret: str, problem: str | None) -> None:
    assert secret_problem(secret) == problem


def _refused(message_id: str, timestamp: str, signature: str, body: bytes) -> None:
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature,
    }
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    with pytest.raises(Refusal) as refusal:
        StandardSignature([senders.ADMIN_SECRET]).check(Headers(raw=raw), body)
    assert refusal.value.status == 401
