"""What senders are told when the fault is ours, and what operators can ask."""

import json
from collections.abc import Iterator

import pytest
import structlog
from structlog.testing import LogCapture

from ingress.filing import InboxUnavailable, Unstorable
from tests.unit.ingress import senders
from tests.unit.ingress.conftest import Door


@pytest.fixture
def log() -> Iterator[LogCapture]:
    capture = LogCapture()
    structlog.configure(processors=[capture])
    yield capture
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "failure", [InboxUnavailable("down"), RuntimeError("row: sara@example.com")]
)
async def test_every_sender_is_asked_to_send_again(
    door: Door, failure: InboxUnavailable | RuntimeError, log: LogCapture
) -> None:
    door.inbox.failure = failure

    answers = [
        await door.mail(senders.mail()),
        await door.record(senders.bounce()),
        await door.stripe(senders.stripe_event()),
        await door.admin(senders.investigation()),
        await door.json("shop/left", {}),
    ]

    for answer in answers:
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert answer.json()["error"].endswith("not accepted, send it again")
        assert "sara" not in answer.text
    assert door.woken == 0
    assert "sara" not in json.dumps(log.entries)


async def test_what_can_never_be_stored_is_refused_for_good(door: Door) -> None:
    door.inbox.failure = Unstorable("NumericValueOutOfRange")

    answer = await door.json("shop/left", {})

    assert answer.status_code == 422


async def test_nothing_personal_and_no_secret_is_logged(door: Door, log: LogCapture) -> None:
    await door.mail(senders.mail())
    await door.mail({"From": "sara@example.com"})
    await door.json("shop/left", {"id": "sara@example.com is no id"})
    await door.post("/webhooks/stripe", senders.stripe_event(), {"Stripe-Signature": "t=1,v1=a"})

    written = json.dumps(log.entries)
    assert [entry["outcome"] for entry in log.entries] == [
        "accepted", "refused_422", "refused_422", "refused_400",
    ]  # fmt: skip
    for private in ("sara", "Charged", "charged", senders.JSON_TOKEN, "pässwörd", "whsec"):
        assert private not in written


async def test_health_is_about_the_process_and_ready_about_postgres(door: Door) -> None:
    before = await door.client.get("/ready")
    door.inbox.failure = InboxUnavailable("down")
    after = await door.client.get("/ready")
    health = await door.client.get("/health")

    assert [before.status_code, after.status_code, health.status_code] == [200, 503, 200]


async def test_metrics_tell_what_is_still_owed(door: Door) -> None:
    page = (await door.client.get("/metrics")).text

    assert "ingress_unsettled_rows 3.0" in page
    assert "ingress_oldest_unsettled_seconds 12.5" in page
