"""A person signs in, reads, approves; one refund is paid. In a real Chromium."""

import os
import shutil
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright

from tests.platform.stack import ROOT, Stack, fresh_ids

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
HIDDEN = "please\u200b refund"


@pytest.fixture
def page(stack: Stack) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("NOT TESTED IN A BROWSER: no Chromium here (CHROMIUM names one elsewhere)")
    stack.up("worker", TEST_APPROVAL_TIMEOUT="10m")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser.new_page(viewport={"width": 1200, "height": 900})
        browser.close()


def test_a_reviewer_approves_in_the_console_and_one_refund_is_paid(
    stack: Stack, page: Page
) -> None:
    (provider_id,) = fresh_ids(1)
    with httpx.Client() as client:
        stack.post_email(
            client,
            provider_id,
            sender="nia@example.com",
            subject="Charged too much",
            text=f"I was overcharged $50.00 for ord_1008, {HIDDEN} the difference.\n\nNia",
        )
    refunds = "SELECT count(*) FROM refunds WHERE order_id = 'ord_1008'"
    waiting = "SELECT count(*) FROM approvals WHERE order_id = 'ord_1008' AND status = 'pending'"
    stack.wait_for("a pause", lambda: stack.count(waiting) == 1, 60)

    console = f"http://127.0.0.1:{stack.ports['CONSOLE_PORT']}"
    page.goto(console)
    page.fill("input[name=name]", "rita")
    page.fill("input[name=password]", "local-only")
    page.press("input[name=password]", "Enter")
    page.get_by_text("Nia Okafor").first.click()
    page.wait_for_url("**/approvals/*-*")
    assert "please[U+200B] refund" in page.inner_text("main")
    assert "ch_1008" in page.inner_text("main")
    if os.environ.get("SCREENSHOTS"):
        page.screenshot(path=str(ROOT / "docs/images/approval.png"), full_page=True)
    assert stack.count(refunds) == 0

    page.get_by_role("button", name="Approve").click()
    page.wait_for_load_state()
    stack.wait_for("one refund", lambda: stack.count(refunds) == 1, 60)
    ledger = httpx.get(stack.standins("/stripe/ledger.json")).json()["refunds"]
    assert [one["status"] for one in ledger if one["charge"] == "ch_1008"] == ["succeeded"]


def test_a_narrow_screen_does_not_scroll_sideways(stack: Stack, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"http://127.0.0.1:{stack.ports['CONSOLE_PORT']}/login")
    page.fill("input[name=name]", "sam")
    page.fill("input[name=password]", "local-only")
    page.press("input[name=password]", "Enter")
    for path in ("/approvals", "/cases", "/audit", "/status"):
        page.goto(f"http://127.0.0.1:{stack.ports['CONSOLE_PORT']}{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, path
