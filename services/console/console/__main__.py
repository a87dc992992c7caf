"""`python -m console`: checks the settings, then serves."""

import sys

import uvicorn

from console import logs
from console.app import create_app
from console.settings import BadSettings, Settings


def main() -> None:
    """Serves until told to stop, or exits with 1 and one line per problem on standard error."""
    try:
        settings = Settings.load()
    except BadSettings as error:
        for problem in error.problems:
            print(f"console does not start: {problem}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    logs.configure()
    uvicorn.run(
        create_app(settings),
        host="0.0.0.0",  # noqa: S104 - inside a container; Compose publishes it on loopback only
        port=8080,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_level="warning",
        timeout_graceful_shutdown=2,  # live pages never end by themselves
        h11_max_incomplete_event_size=32 * 1024,
    )


if __name__ == "__main__":
    main()
