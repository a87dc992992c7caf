import os
import subprocess
import sys


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "worker"],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_bad_settings_are_told_in_one_line_each_without_a_traceback() -> None:
    ended = started(APP_ENV="local", DATABASE_URL="mysql://root:hunter2@db/x")
    assert ended.returncode == 1
    lines = ended.stderr.splitlines()
    assert "worker: DATABASE_URL: must start with postgresql://" in lines
    assert "worker: OPENAI_API_KEY is missing: set it" in lines
    assert all(line.startswith("worker: ") for line in lines)
    assert "hunter2" not in ended.stderr + ended.stdout
