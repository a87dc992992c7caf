"""The frame of every page. Everything is escaped, and what is missing is an error."""

import hashlib
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from console.display import words
from console.display.visible import visible
from console.guards.sessions import Sessions
from console.guards.visitor import Visitor

_KINDS = {"console.css": "text/css", "console.js": "text/javascript", "icon.svg": "image/svg+xml"}


class Screen:
    """Renders pages, and hands out the two files that they load."""

    def __init__(self, sessions: Sessions, dashboard_port: int, *, may_try: bool = False) -> None:
        self._sessions = sessions
        folder = files("console") / "static"
        self._files = {name: (folder / name).read_bytes() for name in _KINDS}
        marks = {name: hashlib.sha256(text).hexdigest()[:12] for name, text in self._files.items()}
        self._environment = Environment(
            loader=PackageLoader("console", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters |= {
            "visible": visible, "clock": words.clock, "ago": words.ago, "left": words.left,
            "span": words.span, "state": words.state,
        }  # fmt: skip
        self._environment.globals |= {
            "money": words.money,
            "more_rooms": [("/try", "Try it", ("try",))] if may_try else [],
            "file": lambda name: f"/static/{name}?{marks[name]}",
            "run_page": lambda run: f"http://localhost:{dashboard_port}/run?runID={run}",
            "dashboard": f"http://localhost:{dashboard_port}",
        }

    def page(
        self, template: str, visitor: Visitor | None, status: int = 200, **facts: Any
    ) -> HTMLResponse:
        """A whole page for this visitor."""
        return HTMLResponse(self.part(template, visitor, **facts), status)

    def part(self, template: str, visitor: Visitor | None, **facts: Any) -> str:
        """The HTML alone."""

        def token(purpose: str) -> str:
            assert visitor is not None
            return self._sessions.form_token(visitor.session, purpose)

        return self._environment.get_template(template).render(
            facts, visitor=visitor, token=token, room=template.split(".")[0]
        )

    def problem(self, visitor: Visitor | None, status: int, title: str, what: str) -> Response:
        """A page that says what went wrong and what to do."""
        return self.page("problem.html", visitor, status, title=title, what=what)

    def static(self, name: str) -> Response | None:
        """One of our own files; its address changes whenever its content does."""
        if name not in self._files:
            return None
        return Response(
            self._files[name],
            media_type=_KINDS[name],
            headers={"Cache-Control": "public, max-age=31536000, immutable"},
        )
