"""The real front door takes every sample for what it is, and refuses every spoiled one."""

import httpx
import pytest

from ingress.app import front_door
from ingress.front_desk import FrontDesk
from ingress.metrics import Metrics
from ingress.operations import operations
from ingress.routes import webhooks
from nerve.delivery import Outcome, deliver
from nerve.samples.catalog import SAMPLES
from nerve.signing import signer_of
from nerve.traffic import Order, pattern, traffic
from nerve.webhook import Fault
from tests.unit.ingress import senders
from tests.unit.ingress.fakes import FakeCounting, FakeInbox
from tests.unit.nerve.conftest import SECRETS

EVENTS = {
    "postmark/question": "customer/email.received",
    "postmark/duplicate-charge": "customer/email.received",
    "postmark/overcharge": "customer/email.received",
    "postmark/failed-order": "customer/email.received",
    "postmark/auto-reply": "customer/email.received",
    "postmark/unknown-sender": "customer/email.received",
    "postmark/bounce-notice": "customer/email.received",
    "postmark/list": "customer/email.received",
    "postmark/attachment": "customer/email.received",
    "postmark/events-bounce": "postmark/email.bounced",
    "postmark/events-complaint": "postmark/email.complained",
    "postmark/events-delivery": None,
    "stripe/refund-failed": "stripe/charge.refund.failed",
    "stripe/dispute-created": "stripe/charge.dispute.created",
    "stripe/unknown-type": None,
    "admin/investigate": "admin/ticket.investigation_requested",
    "json/anything": "demo/anything",
    "json/trial-started": "user/trial.started",
    "json/checkout-completed": "order/checkout.completed",
    "json/greet": "demo/greet",
}


class Door:
    """The front door with nerve's secrets and an inbox in memory."""

    def __init__(self) -> None:
        self.inbox = FakeInbox()
        secrets = {name.lower(): value for name, value in SECRETS.items() if "WEBHOOK" in name}
        desk = FrontDesk(self.inbox, lambda: None, FakeCounting())
        self.app = front_door(
            webhooks(senders.settings(**secrets)),
            desk,
            operations(self.inbox, Metrics(), _unsettled),
        )

    async def send(self, name: str, *faults: Fault, variant: str | None = None) -> list[Outcome]:
        sample = SAMPLES[name]
        order = Order(sample, pattern(sample, variant), faults=faults)
        sent = traffic(order, signer_of(sample.sender))
        transport = httpx.ASGITransport(self.app)
        return await deliver(sent, "http://ingress", transport=transport)


async def _unsettled() -> tuple[int, float]:
    return 0, 0.0


@pytest.mark.parametrize(("name", "event"), EVENTS.items())
async def test_every_sample_becomes_its_event(name: str, event: str | None) -> None:
    door = Door()
    (outcome,) = await door.send(name)
    assert outcome.status == 200, outcome.answer
    assert outcome.as_expected
    filing = door.inbox.only
    assert (filing.event.name if filing.event else None) == event


def test_no_sample_is_left_out_here() -> None:
    assert set(EVENTS) == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
async def test_a_tampered_sample_is_refused_and_not_kept(name: str) -> None:
    door = Door()
    (outcome,) = await door.send(name, Fault.TAMPER)
    assert outcome.status in (400, 401)
    assert outcome.as_expected
    assert not door.inbox.rows


@pytest.mark.parametrize("name", SAMPLES)
async def test_a_stale_sample_is_refused_where_its_time_is_signed(name: str) -> None:
    (outcome,) = await Door().send(name, Fault.STALE)
    signed = name.startswith(("stripe/", "admin/"))
    assert outcome.accepted is not signed
    assert outcome.as_expected


@pytest.mark.parametrize("name", SAMPLES)
async def test_a_duplicate_is_accepted_and_kept_once(name: str) -> None:
    door = Door()
    outcomes = await door.send(name, Fault.DUPLICATE)
    assert [outcome.status for outcome in outcomes] == [200, 200]
    assert len(door.inbox.rows) == 1


async def test_the_three_shapes_of_a_failed_refund_are_one_event() -> None:
    door = Door()
    await door.send("stripe/refund-failed", variant="all")
    assert len(door.inbox.rows) == 3
    assert len({f.event.id for f in door.inbox.rows.values() if f.event}) == 1
