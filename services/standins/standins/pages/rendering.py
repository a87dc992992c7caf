"""The pages' frame: everything is escaped, and nothing on them can run or load."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"


def page(template: str, **values: Any) -> HTMLResponse:
    """A rendered page. Customers' text is shown as text, whatever it contains."""
    environment = Environment(
        loader=PackageLoader("standins.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["dollars"] = lambda cents: f"${cents / 100:,.2f}"
    environment.filters["moment"] = _moment
    return HTMLResponse(
        environment.get_template(template).render(values),
        headers={"content-security-policy": POLICY, "x-content-type-options": "nosniff"},
    )


def _moment(timestamp: str) -> Markup:
    """A timestamp of the store to the second; in full for programs."""
    shown = timestamp[:19].replace("T", " ")
    return Markup('<time datetime="{}">{} UTC</time>').format(timestamp, shown)
