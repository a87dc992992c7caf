import json
import subprocess
import sys

SCRIPT = """
import logging, structlog
from worker import logs
logs.configure()
structlog.get_logger().info("synced", count=2)
logging.getLogger("httpx").info("POST https://hooks.example/secret")
logging.getLogger("stripe").info("error_message='a customer wrote a secret'")
logging.getLogger("inngest").error("plain words")
try:
    raise ValueError("what a customer wrote")
except ValueError:
    logging.getLogger("uvicorn.error").exception("broke")
    structlog.get_logger().exception("broke too")
"""


def test_every_line_is_json_and_no_exception_text_is_in_it() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60
    )
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [line["event"] for line in lines] == ["synced", "plain words", "broke", "broke too"]
    assert [line.get("error") for line in lines] == [None, None, "ValueError", "ValueError"]
    assert "customer" not in ended.stdout + ended.stderr
    assert "secret" not in ended.stdout + ended.stderr
