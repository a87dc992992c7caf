"""`python -m ingress`: checks the settings, then becomes gunicorn."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from ingress.settings import BadSettings, Settings

_METRICS = "PROMETHEUS_MULTIPROC_DIR"


def main() -> None:
    """Never returns: serves, or exits with 1 and one line per problem on standard error."""
    try:
        Settings.load()
    except BadSettings as error:
        for problem in error.problems:
            print(f"ingress does not start: {problem}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    _empty_metrics_directory()
    config = Path(__file__).with_name("gunicorn_conf.py")
    command = [sys.executable, "-m", "gunicorn", "--config", str(config)]
    os.execv(sys.executable, command)  # noqa: S606


def _empty_metrics_directory() -> None:
    """Where gunicorn's processes add up their counters; what an earlier start left is stale."""
    default = Path(tempfile.gettempdir()) / "ingress-metrics"
    directory = Path(os.environ.setdefault(_METRICS, str(default)))
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)


if __name__ == "__main__":
    main()
