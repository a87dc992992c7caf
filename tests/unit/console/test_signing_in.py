"""Who comes in, for how long, and who does not."""

import pytest
from fastapi import FastAPI

from console.app import console
from console.guards.passwords import TRIES, WINDOW_SECONDS
from console.guards.sessions import COOKIE, SECONDS
from console.pages.login import own_path
from tests.unit.console.browser import Browser, settings
from tests.unit.console.fakes import Clock, FakeRecords

PAGES = ["/approvals", "/approvals/live", "/cases", "/audit", "/status"]


async def test_the_right_password_opens_the_door(stranger: Browser) -> None:
    answer = await stranger.sign_in()

    assert (answer.status_code, answer.headers["location"]) == (303, "/approvals")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert f"Max-Age={SECONDS}" in cookie
    assert (await stranger.get("/approvals")).status_code == 200


async def test_in_production_the_cookie_travels_encrypted_only(fakes: FakeRecords, clock: Clock):
    browser = Browser(console(settings(app_env="production"), fakes.records, clock))

    assert "Secure" in (await browser.sign_in()).headers["set-cookie"]


@pytest.mark.parametrize(
    ("name", "password"),
    [("rita", "other"), ("rita", ""), ("nobody", "other"), ("", ""), ("rita", "rita's pass")],
)
async def test_anything_else_does_not(stranger: Browser, name: str, password: str) -> None:
    answer = await stranger.sign_in(name, password)

    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "Name or password is wrong." in answer.text


async def test_who_is_no_active_reviewer_is_told_so(stranger: Browser, fakes: FakeRecords) -> None:
    del fakes.reviewers.active["sam"]

    answer = await stranger.sign_in("sam", "other")

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_a_reviewer_who_is_taken_off_is_out_at_once(rita: Browser, fakes: FakeRecords):
    del fakes.reviewers.active["rita"]

    assert (await rita.get("/approvals")).status_code == 303


async def test_guessing_is_stopped_for_that_name_and_later_let_in(
    stranger: Browser, clock: Clock
) -> None:
    for _ in range(TRIES):
        assert (await stranger.sign_in("rita", "guess")).status_code == 401

    stopped = await stranger.sign_in()
    assert stopped.status_code == 429
    assert stopped.headers["retry-after"] == "600"
    assert (await stranger.sign_in("sam", "other")).status_code == 303
    clock.seconds += WINDOW_SECONDS + 1
    assert (await stranger.sign_in()).status_code == 303


async def test_guessing_names_is_stopped_too(stranger: Browser) -> None:
    answers = [(await stranger.sign_in(f"nobody{n}", "guess")).status_code for n in range(70)]

    assert answers == [401] * 60 + [429] * 10


@pytest.mark.parametrize("path", PAGES)
async def test_a_stranger_is_sent_to_the_door(stranger: Browser, path: str) -> None:
    answer = await stranger.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/login?next={path.removesuffix('/live')}"


async def test_a_session_ends_after_its_time(rita: Browser, clock: Clock) -> None:
    clock.seconds += SECONDS - 1
    assert (await rita.get("/approvals")).status_code == 200
    clock.seconds += 2
    assert (await rita.get("/approvals")).status_code == 303


async def test_signing_out_ends_the_session_wherever_its_cookie_went(
    rita: Browser, stranger: Browser
) -> None:
    cookie = rita.client.cookies[COOKIE]
    answer = await rita.post("/logout", {"token": await rita.token_for_leaving()})

    assert answer.headers["location"] == "/login"
    stranger.client.cookies.set(COOKIE, cookie)
    assert (await stranger.get("/approvals")).status_code == 303


@pytest.mark.parametrize(
    "spoil", [lambda c: c[:-1] + "x", lambda c: "x" + c, lambda c: "x", str.upper]
)
async def test_a_cookie_that_is_not_ours_is_nobodys(rita: Browser, stranger: Browser, spoil):
    stranger.client.cookies.set(COOKIE, spoil(rita.client.cookies[COOKIE]))

    assert (await stranger.get("/approvals")).status_code == 303


async def test_another_secrets_cookie_is_nobodys(rita: Browser, fakes: FakeRecords, clock: Clock):
    other: FastAPI = console(
        settings(console_session_secret="another-secret"), fakes.records, clock
    )
    browser = Browser(other)
    browser.client.cookies.set(COOKIE, rita.client.cookies[COOKIE])

    assert (await browser.get("/approvals")).status_code == 303


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "/\\evil.example", "https://evil.example", "", "javascript:x", "/a\nb"],
)
def test_after_signing_in_one_stays_here(path: str) -> None:
    assert own_path(path) == "/approvals"


def test_after_signing_in_one_is_where_one_wanted_to_be() -> None:
    assert own_path("/cases/1?x=y") == "/cases/1?x=y"
