"""Starts the stand-ins: `python -m standins`."""

import sqlite3
import sys

from standins.app import create_app
from standins.server import build_server
from standins.settings import Settings


def main() -> None:
    settings = Settings()
    try:
        app = create_app(settings)
    except sqlite3.Error as error:
        sys.exit(f"STANDINS_DB cannot be opened ({error}): name a writable file, or leave it empty")
    build_server(app, settings.standins_host, settings.standins_port).run()


if __name__ == "__main__":
    main()
