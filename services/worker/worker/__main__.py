"""`python -m worker`: serve the engine until told to stop, then let running steps finish."""

import sys

import uvicorn

from worker import logs
from worker.app import create_app
from worker.settings import Settings, SettingsRefused, load

GRACE_S = 30
"""How long a step may go on after SIGTERM; the container's own grace must be longer."""


def main() -> int:
    """Run until stopped. 1 when the settings are refused: one line on standard error for each."""
    try:
        settings: Settings = load()
    except SettingsRefused as refused:
        for problem in refused.problems:
            print(f"worker: {problem}", file=sys.stderr)  # noqa: T201 - before logging exists
        return 1
    logs.configure()
    uvicorn.run(
        create_app(settings),
        host="0.0.0.0",  # noqa: S104 - inside a container
        port=settings.worker_port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
