"""The agent works where there is no engine, no web framework and no database."""

import subprocess
import sys

CONVERSATION = """
import asyncio, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"inngest", "fastapi", "sqlalchemy", "psycopg"}:
            raise ImportError(f"{name} is absent")
        return None

sys.meta_path.insert(0, Absent())
try:
    import inngest
except ImportError:
    pass
else:
    sys.exit("inngest could be imported: this proves nothing")

from tests.unit.worker.agent.scripts import asks, case, desk, looks_up, says
from worker.domain.refund import Outcome, Settlement

async def converse():
    support, _ = desk(looks_up(), asks())
    asked = await support.answer(case())
    support, _ = desk(says("Hello Sara, your refund has been issued."))
    settled = (Settlement(asked.proposals[0].call_id, Outcome.ISSUED),)
    answered = await support.resume(case(), asked.state, settled)
    print(answered.reply.body)

asyncio.run(converse())
"""


def test_without_the_engine_the_agent_completes_a_conversation() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", CONVERSATION], capture_output=True, text=True, check=False
    )

    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.strip() == "Hello Sara, your refund has been issued."
