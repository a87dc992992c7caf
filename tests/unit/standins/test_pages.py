"""The pages a person opens, and what outlives a restart."""

import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from standins.app import create_app
from standins.settings import Settings
from tests.unit.standins.test_postmark import send

PAGES = ["/postmark/", "/openai/", "/stripe/", "/slack/"]


def test_the_front_page_leads_to_every_vendor(client: TestClient) -> None:
    front = client.get("/").text
    assert all(f'href="{page}"' in front for page in PAGES)


@pytest.mark.parametrize("page", ["/", *PAGES])
def test_a_page_loads_nothing_from_elsewhere(client: TestClient, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert "://" not in answer.text
    assert "<script" not in answer.text


def test_the_style_sheet_is_served(client: TestClient) -> None:
    assert client.get("/style.css").headers["content-type"].startswith("text/css")


def test_the_health_check_answers(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_the_memory_survives_a_restart(tmp_path: Path) -> None:
    settings = Settings(standins_db=str(tmp_path / "standins.sqlite"))
    with TestClient(create_app(settings)) as before:
        send(before)
        before.post("/control/postmark", json={"status": 500})
        before.post("/slack/services/T000/B000/local", json={"text": "Hi"})
    with TestClient(create_app(settings)) as after:
        assert after.get("/postmark/outbox.json").json()["total"] == 1
        assert len(after.get("/slack/messages.json").json()["messages"]) == 1
        assert send(after).status_code == 500


def test_a_store_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-m", "standins"],
        env={"STANDINS_DB": str(tmp_path / "missing" / "db.sqlite")},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert started.returncode == 1
    assert "STANDINS_DB" in started.stderr
    assert "Traceback" not in started.stderr
