"""One of gunicorn's processes: uvicorn without its own access log."""

from typing import Any, ClassVar

from uvicorn_worker import UvicornWorker  # type: ignore[import-untyped]


class IngressProcess(UvicornWorker):  # type: ignore[misc]
    """Answers do not say which server gave them, and no request line is logged."""

    CONFIG_KWARGS: ClassVar[dict[str, Any]] = {
        "loop": "auto",
        "http": "auto",
        "access_log": False,
        "server_header": False,
        "ws": "none",
        "lifespan": "on",
    }
