"""What notstripe tells ingress, signed so that Stripe's own library believes it."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
import stripe
from fastapi import FastAPI, Request, Response
from pydantic import SecretStr
from starlette.testclient import TestClient

from standins.app import create_app
from standins.notstripe import courier
from standins.settings import Settings
from tests.unit.standins.payments import Shop, shopping
from tests.unit.standins.running import running

SECRET = "whsec_local_only"
KEY = {"authorization": "Bearer sk_test_local_only"}
FAILURE = ["refund.updated", "charge.refund.updated", "refund.failed"]


@dataclass
class Ingress:
    """Takes what is sent to /webhooks/stripe, and refuses the first so many."""

    url: str = ""
    refuse: int = 0
    tried: int = 0
    events: list[stripe.Event] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/webhooks/stripe")
        async def take(request: Request) -> Response:
            body, header = await request.body(), request.headers["stripe-signature"]
            with self.lock:
                self.tried += 1
                if self.tried <= self.refuse:
                    return Response(status_code=503)
                self.events.append(stripe.Webhook.construct_event(body, header, SECRET))
            return Response()

        return app

    def received(self, count: int) -> list[stripe.Event]:
        """As soon as there are so many; then no more may follow."""
        deadline = time.monotonic() + 5
        while len(self.events) < count:
            assert time.monotonic() < deadline, f"only {len(self.events)} events came"
            time.sleep(0.01)
        time.sleep(0.05)
        assert len(self.events) == count
        return self.events

    def kinds(self, count: int) -> list[str]:
        return [event.type for event in self.received(count)]


@pytest.fixture
def ingress() -> Iterator[Ingress]:
    ingress = Ingress()
    with running(ingress.app()) as ingress.url:
        yield ingress


@pytest.fixture
def shop(ingress: Ingress, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(courier, "PAUSES_S", (0.05, 0.05, 0.05))
    with opened(settings(ingress.url)) as shop:
        yield shop


def settings(ingress_url: str, db: str = "") -> Settings:
    return Settings(
        standins_db=db,
        ingress_url=ingress_url,
        stripe_webhook_secret=SecretStr(f"{SECRET},whsec_old"),
    )


@contextmanager
def opened(settings: Settings) -> Iterator[Shop]:
    with ExitStack() as stack:
        url = stack.enter_context(running(create_app(settings)))
        yield stack.enter_context(shopping(url))


def test_a_refund_is_announced_with_the_key_that_asked_for_it(shop: Shop, ingress: Ingress) -> None:
    refund = shop.refund("refund:1", metadata={"refund_id": "1"})
    created, refunded = ingress.received(2)
    assert (created.type, refunded.type) == ("refund.created", "charge.refunded")
    assert created.data.object["id"] == refund.id
    assert created.data.object["metadata"]["refund_id"] == "1"
    assert refunded.data.object["refunded"]
    assert created.request is not None
    assert created.request.idempotency_key == "refund:1"
    assert not created.livemode


def test_a_replayed_refund_is_not_announced_again(shop: Shop, ingress: Ingress) -> None:
    shop.refund()
    shop.refund()
    ingress.received(2)


def test_one_failure_is_told_in_three_events(shop: Shop, ingress: Ingress) -> None:
    refund = shop.refund()
    ingress.received(2)
    shop.tell(f"refunds/{refund.id}", status="failed", failure_reason="declined")
    failure = ingress.received(5)[2:]
    assert [event.type for event in failure] == FAILURE
    assert {event.data.object["status"] for event in failure} == {"failed"}
    assert {event.data.object["failure_reason"] for event in failure} == {"declined"}
    assert len({event.id for event in failure}) == 3


def test_a_pending_refund_that_succeeds_is_told_as_an_update(shop: Shop, ingress: Ingress) -> None:
    shop.tell("next-refund", status="pending")
    shop.tell(f"refunds/{shop.refund().id}", status="succeeded")
    assert ingress.kinds(4)[2:] == ["refund.updated", "charge.refund.updated"]


def test_a_dispute_is_told(shop: Shop, ingress: Ingress) -> None:
    shop.tell("disputes", charge="ch_1004", reason="product_not_received")
    [event] = ingress.received(1)
    assert event.type == "charge.dispute.created"
    assert event.data.object["charge"] == "ch_1004"
    assert not event.data.object["is_charge_refundable"]


def test_copies_have_the_same_id(shop: Shop, ingress: Ingress) -> None:
    shop.tell("webhooks", copies=3)
    shop.tell("disputes", charge="ch_1004")
    assert len({event.id for event in ingress.received(3)}) == 1


def test_events_can_be_held_and_sent_in_reverse(shop: Shop, ingress: Ingress) -> None:
    shop.tell("webhooks", held=True)
    shop.tell(f"refunds/{shop.refund().id}", status="failed")
    ingress.received(0)
    shop.tell("webhooks", order="reversed")
    assert ingress.kinds(5) == [*FAILURE[::-1], "charge.refunded", "refund.created"]


def test_shuffled_events_all_come(shop: Shop, ingress: Ingress) -> None:
    shop.tell("webhooks", held=True)
    shop.tell(f"refunds/{shop.refund().id}", status="failed")
    shop.tell("webhooks", order="shuffled")
    assert sorted(ingress.kinds(5)) == sorted(["refund.created", "charge.refunded", *FAILURE])


def test_a_refused_event_is_sent_again(shop: Shop, ingress: Ingress) -> None:
    ingress.refuse = 3
    shop.tell("disputes", charge="ch_1004")
    ingress.received(1)
    [event] = shop.books()["events"]
    assert (event["state"], event["attempts"], event["answer"]) == ("delivered", 4, 200)


def test_an_event_that_is_refused_for_ever_is_given_up(shop: Shop, ingress: Ingress) -> None:
    ingress.refuse = 10**6
    shop.tell("disputes", charge="ch_1004")
    deadline = time.monotonic() + 5
    while (event := shop.books()["events"][0])["state"] == "waiting":
        assert time.monotonic() < deadline
    assert (event["state"], event["attempts"], event["answer"]) == ("given up", 4, 503)


def test_what_was_not_delivered_is_sent_after_a_restart(ingress: Ingress, tmp_path: object) -> None:
    db = f"{tmp_path}/standins.sqlite"
    with opened(settings(ingress.url, db)) as shop:
        shop.tell("webhooks", held=True)
        shop.tell("disputes", charge="ch_1004")
    with opened(settings(ingress.url, db)) as shop:
        ingress.received(0)
        shop.tell("webhooks", held=False)
        ingress.received(1)
    ingress.events.clear()
    with opened(settings(ingress.url, db)):
        ingress.received(0)


def test_without_an_ingress_nothing_is_sent(client: TestClient) -> None:
    client.post("/stripe/v1/refunds", headers=KEY, data={"charge": "ch_1001"})
    events = client.get("/stripe/ledger.json").json()["events"]
    assert [(event["state"], event["attempts"]) for event in events] == [("not sent", 0)] * 2
