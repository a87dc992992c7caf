"""Where tests and demonstrations say what the bank, the cardholder and the clock do."""

from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from standins.instruction import misunderstood, read_instruction
from standins.notstripe.house import PaymentHouse
from standins.notstripe.plans import Plan
from standins.notstripe.post_box import Habits
from standins.notstripe.refunds import NEXT

YEAR_S = 366 * 24 * 60 * 60


class Advance(BaseModel):
    model_config = ConfigDict(extra="forbid")
    advance_seconds: int = Field(ge=0, le=YEAR_S)


class Settlement(BaseModel):
    model_config = ConfigDict(extra="forbid")
    status: Literal["succeeded", "failed", "canceled"]
    failure_reason: Literal[
        "lost_or_stolen_card", "expired_or_canceled_card", "charge_for_pending_refund_disputed",
        "insufficient_funds", "declined", "merchant_request", "unknown",
    ] = "unknown"  # fmt: skip


class Complaint(BaseModel):
    """A charge that becomes disputed; an inquiry leaves it `refundable`."""

    model_config = ConfigDict(extra="forbid")
    charge: str
    reason: str = Field(default="fraudulent", min_length=1, max_length=100)
    refundable: bool = False


class NewCharge(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^ch_[A-Za-z0-9_]{1,100}$")
    amount: int = Field(ge=1, le=99_999_999)
    description: str = Field(default="", max_length=500)
    status: Literal["succeeded", "failed"] = "succeeded"


def control_routes(house: PaymentHouse) -> APIRouter:
    """Everything under /stripe/control; what is misunderstood is a 422 that names its field."""
    router = APIRouter(prefix="/stripe/control")

    @router.post("/clock")
    async def clock(request: Request) -> dict[str, int]:
        house.clock.advance((await read_instruction(request, Advance)).advance_seconds)
        return {"now": house.clock.now(), "ahead_seconds": house.clock.ahead()}

    @router.post("/next-refund")
    async def next_refund(request: Request) -> dict[str, Any]:
        plan = await read_instruction(request, Plan)
        house.plans.add(plan)
        return plan.model_dump()

    @router.post("/refunds/{refund_id}")
    async def settle(refund_id: str, request: Request) -> dict[str, Any]:
        wanted = await read_instruction(request, Settlement)
        refund = house.cashier.refunds.get(refund_id)
        if refund is None:
            raise misunderstood("refund", "there is none with this id")
        if wanted.status not in NEXT[refund["status"]]:
            raise misunderstood("status", f"a refund that {refund['status']} cannot become that")
        reason = wanted.failure_reason if wanted.status == "failed" else None
        return house.settle(refund_id, wanted.status, reason)

    @router.post("/disputes")
    async def dispute(request: Request) -> dict[str, Any]:
        wanted = await read_instruction(request, Complaint)
        charge = house.cashier.ledger.charge(wanted.charge)
        if charge is None:
            raise misunderstood("charge", "there is none with this id")
        return house.dispute(charge, wanted.reason, wanted.refundable)

    @router.post("/charges")
    async def charges(request: Request) -> dict[str, Any]:
        new, now = await read_instruction(request, NewCharge), house.clock.now()
        taken = house.cashier.ledger.take(new.id, new.amount, new.description, now, new.status)
        if not taken:
            raise misunderstood("id", "there is a charge with this id")
        return house.cashier.ledger.charge(new.id) or {}

    @router.post("/webhooks")
    async def webhooks(request: Request) -> dict[str, Any]:
        habits = await read_instruction(request, Habits)
        house.box.set_habits(habits)
        house.courier.wake()
        return habits.model_dump()

    return router
