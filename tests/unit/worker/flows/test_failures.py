"""What an operator reads in the worker's log when a step fails."""

import inngest
import pytest
from structlog.testing import capture_logs

from worker.flows.failures import UnexpectedError, step
from worker.ports.failures import Permanent, Temporary


@pytest.mark.parametrize(
    ("failure", "raised", "line"),
    [
        (
            Permanent("postmark answered 422"),
            inngest.NonRetriableError,
            {"log_level": "error", "event": "step_refused", "reason": "postmark answered 422"},
        ),
        (
            Temporary("postmark answered 500"),
            Temporary,
            {"log_level": "warning", "event": "step_put_off", "reason": "postmark answered 500"},
        ),
    ],
)
async def test_a_foreseen_failure_is_logged_with_its_reason(failure, raised, line):
    @step
    async def send() -> None:
        raise failure

    with capture_logs() as lines, pytest.raises(raised, match=line["reason"]):
        await send()
    assert lines == [{**line, "step": "send"}]


async def test_of_an_unforeseen_failure_only_the_kind_is_logged() -> None:
    @step
    async def send() -> None:
        raise ValueError("what a customer wrote")

    with capture_logs() as lines, pytest.raises(UnexpectedError, match="ValueError"):
        await send()
    assert lines[0]["error"] == "ValueError"
    assert "customer" not in str(lines)
