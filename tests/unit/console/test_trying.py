"""The buttons that send fake webhooks: on a laptop, and to a front door that knows us."""

import json
import re

import httpx
import pytest

from console.app import console
from console.trying.front_door import FrontDoor
from console.trying.samples import SAMPLES, Sender
from tests.unit.console.browser import Browser, settings
from tests.unit.console.fakes import Clock, FakeRecords
from tests.unit.ingress import senders
from tests.unit.ingress.conftest import Door

SECRETS = {
    "postmark_webhook_user": "postmark",
    "postmark_webhook_password": "pässwörd:with:colons",
    "json_webhook_token": senders.JSON_TOKEN,
}


@pytest.fixture
async def rita(fakes: FakeRecords, clock: Clock):
    browser = Browser(console(settings(**SECRETS), fakes.records, clock))
    await browser.sign_in()
    yield browser
    await browser.client.aclose()


def to(door: Door, **changes: str) -> FrontDoor:
    given = SECRETS | changes
    return FrontDoor(
        "http://ingress",
        (given["postmark_webhook_user"], given["postmark_webhook_password"]),
        given["json_webhook_token"],
        door.client._transport,
    )


@pytest.mark.parametrize("name", list(SAMPLES))
async def test_ingress_takes_every_sample_each_time_as_a_new_one(name: str) -> None:
    door = Door()

    for _ in range(2):
        assert (await to(door).send(SAMPLES[name])).problem == ""

    assert len(door.inbox.rows) == 2
    await door.client.aclose()


async def test_wrong_credentials_are_told() -> None:
    door = Door()
    wrong = to(door, postmark_webhook_password="guess", json_webhook_token="guess")

    told = {(await wrong.send(sample)).problem for sample in SAMPLES.values()}

    assert told == {"Ingress refused it with 401."}
    await door.client.aclose()


async def test_a_front_door_that_is_away_is_told() -> None:
    away = FrontDoor("http://127.0.0.1:1", ("user", "password"), "token")

    sent = await away.send(SAMPLES["question"])

    assert sent.problem == "Ingress does not answer (ConnectError)."


async def test_mail_carries_what_a_machine_says_of_itself() -> None:
    seen: list[dict[str, object]] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        return httpx.Response(200)

    door = FrontDoor("http://x", ("u", "p"), "t", httpx.MockTransport(take))
    await door.send(SAMPLES["auto-reply"])

    (mail,) = seen
    names = [header["Name"] for header in mail["Headers"]]  # type: ignore[attr-defined]
    assert names == ["Auto-Submitted", "Message-ID"]


async def test_the_page_has_a_button_for_each_and_says_when_it_fails(rita: Browser) -> None:
    page = (await rita.get("/try")).text
    assert re.findall(r'action="/try/([a-z-]+)"', page) == list(SAMPLES)
    token = re.findall(r'name="token" value="([0-9a-f]+)"', page)[-1]

    answer = await rita.post("/try/question", {"token": token})

    assert answer.status_code == 502
    assert "was not taken" in answer.text


async def test_nothing_is_sent_without_a_token_or_under_another_name(rita: Browser) -> None:
    assert (await rita.post("/try/question", {"token": "x"})).status_code == 422
    assert (await rita.post("/try/everything", {})).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [{"app_env": "production"}, {"postmark_webhook_password": ""}, {"json_webhook_token": ""}],
)
async def test_in_production_or_without_secrets_there_is_no_such_page(
    fakes: FakeRecords, clock: Clock, changes: dict[str, str]
) -> None:
    browser = Browser(console(settings(**SECRETS | changes), fakes.records, clock))
    browser.client.base_url = "https://localhost:8080"
    answer = await browser.post(
        "/login", {"name": "sam", "password": "other"}, Origin="https://localhost:8080"
    )
    assert answer.status_code == 303

    assert (await browser.get("/try")).status_code == 404
    assert "/try" not in (await browser.get("/approvals")).text


def test_both_kinds_of_sender_are_tried() -> None:
    assert {sample.sender for sample in SAMPLES.values()} == set(Sender)
