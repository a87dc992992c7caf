"""Who can reach whom, and who cannot."""

import json

import httpx
import pytest

from tests.platform.stack import Stack

LOGIN = ("nerve", "local-only")


def test_the_dashboard_wants_a_login(stack: Stack):
    assert httpx.get(stack.dashboard("/")).status_code == 401
    assert httpx.get(stack.dashboard("/"), auth=("nerve", "guess")).status_code == 401
    assert httpx.get(stack.dashboard("/"), auth=LOGIN, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Host": "evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/v0/gql", "/invoke/nervous-worker-answer-email", "/mcp", "/"])
def test_another_site_gets_nothing_from_the_engine(stack: Stack, path: str, header):
    answer = httpx.post(stack.dashboard(path), auth=LOGIN, headers=header, json={})
    assert answer.status_code == 403


def reachable(stack: Stack, service: str, host: str, port: int) -> bool:
    script = (
        "import socket,sys\n"
        f"try: socket.create_connection(('{host}', {port}), 2)\n"
        "except OSError: sys.exit(7)\n"
    )
    try:
        stack.compose("exec", "-T", service, "python", "-c", script)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize(
    ("service", "host", "port"),
    [
        ("standins", "postgres", 5432),
        ("standins", "valkey", 6379),
        ("standins", "inngest", 8288),
        ("console", "inngest", 8288),
        ("console", "valkey", 6379),
        ("ingress", "valkey", 6379),
        ("worker", "valkey", 6379),
    ],
)
def test_nobody_reaches_what_is_not_theirs(stack: Stack, service: str, host: str, port: int):
    assert not reachable(stack, service, host, port)


@pytest.mark.parametrize(
    ("service", "host", "port"), [("worker", "postgres", 5432), ("ingress", "inngest", 8288)]
)
def test_the_doors_that_are_needed_are_open(stack: Stack, service: str, host: str, port: int):
    assert reachable(stack, service, host, port)


def test_only_four_doors_are_published_and_only_on_loopback(stack: Stack):
    published = {}
    for line in stack.compose("ps", "--format", "json").splitlines():
        container = json.loads(line)
        for door in container["Publishers"] or []:
            if door["PublishedPort"]:
                published[container["Service"]] = door["URL"]
    assert published == dict.fromkeys(["ingress", "standins", "dashboard", "console"], "127.0.0.1")


@pytest.mark.parametrize(
    "service", ["ingress", "worker", "console", "standins", "inngest", "postgres"]
)
def test_a_service_has_no_root_and_no_writable_disk(stack: Stack, service: str):
    assert stack.compose("exec", "-T", service, "id", "-u").strip() != "0"
    with pytest.raises(AssertionError, match=r"[Rr]ead-only"):
        stack.compose("exec", "-T", service, "touch", "/etc/written")


def test_the_ingress_image_has_neither_brain_nor_money(stack: Stack):
    for package in ("agents", "openai", "stripe", "worker", "alembic"):
        script = (
            f"import importlib.util,sys; sys.exit(importlib.util.find_spec('{package}') is None)"
        )
        with pytest.raises(AssertionError):
            stack.compose("exec", "-T", "ingress", "python", "-c", script)
