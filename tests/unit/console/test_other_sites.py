"""Another site's page can neither post here, nor frame a page, nor pose as this host."""

import pytest

from tests.unit.console.browser import HERE, Browser
from tests.unit.console.fakes import FakeRecords


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://localhost:8090"},
        {"Origin": "http://localhost"},
        {"Origin": "http://localhost.evil.example:8080"},
        {"Origin": "file://localhost:8080"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example:8080", "Origin": "http://evil.example:8080"},
    ],
)
async def test_another_sites_post_moves_nothing(rita: Browser, fakes: FakeRecords, headers):
    approval = fakes.approvals.opened()
    form = await rita.form(approval) | {"verdict": "approve"}

    answer = await rita.post(f"/approvals/{approval}/decide", form, **headers)

    assert answer.status_code == 403
    assert fakes.approvals.asked == []


async def test_a_post_that_says_nothing_of_where_it_comes_from_moves_nothing(
    rita: Browser, fakes: FakeRecords
) -> None:
    approval = fakes.approvals.opened()
    form = await rita.form(approval) | {"verdict": "approve"}

    answer = await rita.client.post(f"/approvals/{approval}/decide", data=form)

    assert answer.status_code == 403
    assert fakes.approvals.asked == []


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.2:8080"])
async def test_a_name_that_is_not_ours_gets_no_page(rita: Browser, host: str) -> None:
    assert (await rita.get("/approvals", Host=host)).status_code == 403
    assert (await rita.get("/health", Host=host)).status_code == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:18080", "LOCALHOST:1", "[::1]:8080"])
async def test_every_name_of_this_machine_does(stranger: Browser, host: str) -> None:
    assert (await stranger.get("/health", Host=host)).status_code == 200


@pytest.mark.parametrize(
    "path", ["/approvals", "/login", "/nothing", "/health", "/static/console.js"]
)
async def test_every_answer_tells_the_browser_to_be_strict(rita: Browser, path: str) -> None:
    headers = (await rita.get(path)).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    # no-referrer would make browsers send "Origin: null" with the console's own forms
    assert headers["referrer-policy"] == "same-origin"


async def test_pages_are_kept_by_nobody(rita: Browser) -> None:
    for path in ("/approvals", "/login", "/audit"):
        assert (await rita.get(path)).headers["cache-control"] == "no-store"


async def test_pages_have_no_script_or_style_of_their_own(rita: Browser, fakes: FakeRecords):
    approval = fakes.approvals.opened()
    for path in ("/approvals", f"/approvals/{approval}", "/cases", "/audit", "/status"):
        page = (await rita.get(path)).text
        assert page.count("<script") == 1
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page


async def test_our_own_page_may(rita: Browser, fakes: FakeRecords) -> None:
    approval = fakes.approvals.opened()

    answer = await rita.decide(approval)

    assert HERE.endswith("localhost:8080")
    assert answer.status_code == 303
