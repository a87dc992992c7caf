"""What the engine is told when a step fails: our own words, and whether to try again.

The engine stores the text and the traceback of an error, and shows them to whoever may look at its
dashboard. So nothing of an unexpected error leaves but its type: its text may quote a customer.
"""

import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

import inngest
import structlog
from pydantic import ValidationError

from contracts.event import Event
from worker.ports.failures import Permanent, Temporary

Arguments = ParamSpec("Arguments")
Outcome = TypeVar("Outcome")
Known = TypeVar("Known", bound=Event)

log = structlog.get_logger()


class UnexpectedError(Exception):
    """Something nobody foresaw, told by its type alone; tried again like a Temporary."""


def step(work: Callable[Arguments, Awaitable[Outcome]]) -> Callable[Arguments, Awaitable[Outcome]]:
    """Make a function fit for `ctx.step.run`: Permanent ends the run, all else is tried again."""

    @functools.wraps(work)
    async def fit(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Outcome:
        try:
            return await work(*args, **kwargs)
        except Permanent as error:
            log.error("step_refused", step=work.__name__, reason=str(error))
            raise inngest.NonRetriableError(str(error)) from None
        except Temporary as error:
            log.warning("step_put_off", step=work.__name__, reason=str(error))
            # A new one, since the traceback of the old one goes on to what caused it.
            raise Temporary(str(error)) from None
        except Exception as error:
            log.error(
                "step_broke", step=work.__name__, error=type(error).__name__, at=_place(error)
            )
            raise UnexpectedError(type(error).__name__) from None

    return fit


def understood(kind: type[Known], event: inngest.Event) -> Known:
    """The event as our own type.

    Raises:
        inngest.NonRetriableError: its data is not what the contract says; names the fields.
    """
    try:
        return kind.model_validate(event.data)
    except ValidationError as error:
        fields = ", ".join(sorted({str(problem["loc"][0]) for problem in error.errors()}))
        raise inngest.NonRetriableError(f"{kind.name}: bad or missing {fields}") from None


def _place(error: BaseException) -> str:
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is None:
        return "unknown"
    return f"{traceback.tb_frame.f_code.co_name}:{traceback.tb_lineno}"
