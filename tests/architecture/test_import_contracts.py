"""Every import contract has been seen to fail: each is broken once on purpose, in a copy."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = SETTINGS["tool"]["importlinter"]["contracts"]

VIOLATIONS = {
    "strangers": [
        ("ingress/ingress/relay.py", "import worker.settings"),
        ("nerve/nerve/settings.py", "import standins.settings"),
        ("contracts/contracts/event.py", "import ingress.settings"),
    ],
    "language": [("contracts/contracts/event.py", "import fastapi")],
    "no-brain": [("ingress/ingress/relay.py", "import agents")],
    "agent-knows-no-engine": [
        ("worker/worker/domain/money.py", "import inngest"),
        ("worker/worker/agent/support.py", "import worker.flows"),
        ("worker/worker/ports/mailbox.py", "import sqlalchemy"),
    ],
    "standalone-agent": [("worker/worker/adapters/vendor_calls.py", "import inngest")],
    "doors": [
        ("ingress/ingress/relay.py", "import inngest"),
        ("worker/worker/adapters/vendor_calls.py", "import inngest"),
    ],
    "model": [
        ("worker/worker/flows/answer_email.py", "import agents"),
        ("worker/worker/adapters/vendor_calls.py", "import openai"),
    ],
    "vendors": [
        ("worker/worker/flows/answer_email.py", "import sqlalchemy"),
        ("worker/worker/ports/mailbox.py", "import httpx"),
    ],
    "flows-through-ports": [
        ("worker/worker/flows/answer_email.py", "import worker.adapters.postmark_mailbox"),
    ],
    "floors": [
        ("worker/worker/domain/money.py", "import worker.ports"),
        ("worker/worker/adapters/vendor_calls.py", "import worker.agent.support"),
        ("worker/worker/undecided.py", ""),
    ],
    "no-cycles": [
        ("ingress/ingress/relay.py", "import ingress.app"),
        ("contracts/contracts/event.py", "import contracts.catalog"),
    ],
}


def test_every_contract_is_broken_once_below() -> None:
    assert {contract["id"] for contract in CONTRACTS} == set(VIOLATIONS)


def test_all_contracts_are_kept_without_a_violation(tmp_path: Path) -> None:
    told = lint(copy_of_the_services(tmp_path))
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize(
    ("contract", "path", "line"),
    [(name, path, line) for name, cases in VIOLATIONS.items() for path, line in cases],
)
def test_a_violation_breaks_the_contract(
    tmp_path: Path, contract: str, path: str, line: str
) -> None:
    packages = copy_of_the_services(tmp_path)
    target = tmp_path / path
    target.touch()
    target.write_text(target.read_text() + f"\n{line}\n")
    told = lint(packages, "--contract", contract)
    name = next(one["name"] for one in CONTRACTS if one["id"] == contract)
    assert told.returncode == 1
    assert f"{name} BROKEN" in " ".join(told.stdout.split()), told.stdout + told.stderr


def copy_of_the_services(where: Path) -> list[Path]:
    members = sorted(path for path in (ROOT / "services").iterdir() if path.is_dir())
    for member in members:
        shutil.copytree(member, where / member.name, ignore=shutil.ignore_patterns("__pycache__"))
    return [where / member.name for member in members]


def lint(packages: list[Path], *options: str) -> subprocess.CompletedProcess[str]:
    """Lint these packages, which come before the installed ones."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", ROOT / "pyproject.toml",
         "--no-cache", *options],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, packages))},
        capture_output=True, text=True, timeout=60, cwd=packages[0],
    )  # fmt: skip
