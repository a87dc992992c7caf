"""How gunicorn serves ingress. Source of the names: docs.gunicorn.org/en/stable/settings.html."""

from typing import Any

from prometheus_client.multiprocess import mark_process_dead

wsgi_app = "ingress.app:from_environment()"
worker_class = "ingress.process.IngressProcess"
workers = 2
bind = "0.0.0.0:8000"  # inside a container; Compose publishes it on loopback only
timeout = 30  # seconds without a sign of life from the event loop
graceful_timeout = 20
keepalive = 15
backlog = 1024
accesslog = None  # our own log has one line per webhook, without its body or credentials
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def child_exit(_server: Any, worker: Any) -> None:
    """A process that is gone must not go on counting in the gauges."""
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
