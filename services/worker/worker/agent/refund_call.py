"""The model's call of the refund tool, turned into a proposal or refused."""

from pydantic import BaseModel, ConfigDict, ValidationError

from worker.agent.context import SupportContext
from worker.agent.visible_text import visible
from worker.domain.refund import RefundProposal, RefundRefused, RefundRequest, propose


class RefundArguments(BaseModel):
    """The arguments as the model must give them; nothing is converted."""

    model_config = ConfigDict(strict=True, extra="forbid")

    order_id: str
    amount_cents: int
    reason: str


def arguments_of(text: str) -> RefundArguments:
    """Read what the model wrote.

    Raises:
        RefundRefused: it does not fit.
    """
    try:
        return RefundArguments.model_validate_json(text)
    except ValidationError:
        # The details would carry what the model wrote, and with it what the customer wrote.
        raise RefundRefused("the request was malformed") from None


async def proposal(context: SupportContext, call_id: str, asked: RefundArguments) -> RefundProposal:
    """Check one call against our own records.

    Raises:
        RefundRefused: the domain refuses the request.
        Temporary: the records cannot be read now.
    """
    reason = visible(asked.reason)
    request = RefundRequest(call_id, asked.order_id, asked.amount_cents, reason)
    return propose(request, context.case.customer, await context.orders())
