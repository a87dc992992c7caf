"""A pretend engine over real HTTP, that can be stopped, started and told what to refuse."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class PretendEngine:
    """Keeps the events it took; refuses a request whole when one of its events is poison."""

    def __init__(self) -> None:
        self.requests: list[list[dict[str, Any]]] = []
        self.poison: set[str] = set()
        self.broken = False
        self.port = 0
        self._server: ThreadingHTTPServer | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ids(self) -> list[str]:
        return [event["id"] for request in self.requests for event in request]

    def start(self) -> None:
        """At the same address as before, if there was one."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self.port = self._server.server_port
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None

    def answer(self, path: str, events: list[dict[str, Any]]) -> tuple[int, bytes]:
        if self.broken:
            return 502, b"<html>bad gateway</html>"
        if path != "/e/an-event-key":
            return 401, json.dumps({"error": "Event key not found", "status": 401}).encode()
        if self.poison & {event["name"] for event in events}:
            return 400, json.dumps({"error": "bad event", "ids": [], "status": 400}).encode()
        self.requests.append(events)
        return 200, json.dumps({"ids": [event["id"] for event in events], "status": 200}).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                status, body = engine.answer(self.path, json.loads(self.rfile.read(length)))
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """The tests look at `requests`."""

        return Handler
