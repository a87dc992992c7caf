"""What the repository says about itself is true."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEMBERS = [
    *sorted((ROOT / "services").glob("*/pyproject.toml")),
    ROOT / "migrations/pyproject.toml",
]
OUR_FILES = sorted((ROOT / "services").rglob("*.py")) + sorted((ROOT / "migrations").rglob("*.py"))
MOST_LINES = 250


def canonical(requirement: str) -> str:
    name = re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> set[str]:
    text = (ROOT / "requirements.lock").read_text()
    return {canonical(line) for line in re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.M)}


@pytest.mark.parametrize("member", MEMBERS, ids=lambda path: path.parent.name)
def test_every_declared_dependency_is_locked(member: Path) -> None:
    declared = tomllib.loads(member.read_text())["project"]["dependencies"]
    wanted = {canonical(one) for one in declared} - {"nervous-contracts"}
    assert wanted <= locked()


def test_the_lock_names_no_address_and_every_pin_has_a_hash() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    pins = re.findall(r"^[A-Za-z0-9_.-]+==[^\n]*\\\n +--hash=sha256:", text, re.M)
    assert len(pins) == len(re.findall(r"^[A-Za-z0-9_.-]+==", text, re.M)) > 50


def test_every_make_verb_has_a_line_of_help() -> None:
    text = (ROOT / "Makefile").read_text()
    phony = set(" ".join(re.findall(r"^\.PHONY:(.*)$", text, re.M)).split())
    helped = set(re.findall(r"^([a-z][a-z-]*):.*##", text, re.M))
    assert phony
    assert phony - helped == set()


def test_every_module_opens_with_one_sentence() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in OUR_FILES
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_file_is_longer_than_a_reader_has_patience() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in OUR_FILES
        if (lines := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert long == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    empty_words = {"utils", "util", "helpers", "helper", "common", "manager", "core", "base"}
    assert [path for path in OUR_FILES if path.stem in empty_words] == []


def calls_to(name: str) -> Iterator[tuple[str, int]]:
    for path in OUR_FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == name
            ):
                yield str(path.relative_to(ROOT)), node.lineno


def test_the_worker_commits_in_one_place_only() -> None:
    """Every unit of work goes through Database.transaction, which begins and commits."""
    worker = "services/worker/"
    assert [call for call in calls_to("commit") if call[0].startswith(worker)] == []
    begins = {path for path, _ in calls_to("begin") if path.startswith(worker)}
    assert begins == {"services/worker/worker/adapters/postgres/database.py"}


def test_no_approval_is_ever_sticky() -> None:
    for path in OUR_FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg in ("always_approve", "always_reject"):
                value = node.value
                assert isinstance(value, ast.Constant)
                assert value.value is False, path
