"""Stands before every page: turns other sites away, and tells the browser to be strict."""

from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# same-origin and not no-referrer: with that, a browser says "Origin: null" for our own forms too.
STRICT = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_SAFE = frozenset({"GET", "HEAD"})

log = structlog.get_logger()


class Gate:
    """Answers only to the host names it knows, and to changes only from its own pages."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in STRICT.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self.refusal(scope["method"], Headers(scope=scope))
        if refusal is None:
            await self._app(scope, receive, send_strictly)
        else:
            log.warning("request_refused", reason=refusal, method=scope["method"])
            await PlainTextResponse(f"{refusal}\n", 403)(scope, receive, send_strictly)

    def refusal(self, method: str, headers: Headers) -> str | None:
        """Why a request is turned away: one sentence. None when it may pass."""
        host = headers.get("host", "").lower()
        if _name(host) not in self._hosts:
            return "The console answers to localhost, and to what CONSOLE_HOSTS names."
        if method in _SAFE:
            return None
        origin = urlsplit(headers.get("origin", "").lower())
        if origin.scheme not in ("http", "https") or origin.netloc != host:
            return "Only the console's own pages may change anything."
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return "Only the console's own pages may change anything."
        return None


def _name(host: str) -> str:
    """Without the port. An IPv6 address keeps its brackets."""
    name, colon, port = host.rpartition(":")
    return name if colon and (port.isdigit() or not port) else host
