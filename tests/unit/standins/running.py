"""The web server in a thread."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from standins.server import build_server


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The URL of a server that lives as long as the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = build_server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
