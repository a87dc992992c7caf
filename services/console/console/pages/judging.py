"""Everything that one reviewer has to know about one approval before deciding."""

from dataclasses import dataclass

from console.records.approvals import InFull, Verdict
from console.records.reviewers import Reviewer

_GIVEN_BACK = frozenset({"sending", "pending", "succeeded", "needs_human"})


@dataclass(frozen=True)
class Judging:
    """An approval as this reviewer sees it."""

    approval: InFull
    reviewers: list[Reviewer]
    reviewer: Reviewer
    confirm_cents: int

    @property
    def deciders(self) -> list[Reviewer]:
        """Who may decide about this one: never the customer."""
        theirs = self.approval.facts.customer_email.lower()
        return [each for each in self.reviewers if each.email.lower() != theirs]

    @property
    def hindrance(self) -> str:
        """Why this reviewer cannot decide now; empty if they can."""
        facts = self.approval.facts
        if facts.status == "expired":
            return "Nobody decided in time. It can no longer be approved or rejected."
        if facts.status != "pending":
            return "This is settled."
        if self.reviewer not in self.deciders:
            return "This is about you, so somebody else has to decide."
        if any(each.reviewer_id == self.reviewer.id for each in self.approval.decisions):
            return "You have decided. It takes another reviewer as well."
        return ""

    @property
    def still_needed(self) -> int:
        """How many more reviewers have to approve."""
        yes = [each for each in self.approval.decisions if each.verdict == Verdict.APPROVE]
        return max(0, self.approval.facts.required_decisions - len(yes))

    @property
    def needs_confirmation(self) -> bool:
        return self.approval.facts.amount_cents >= self.confirm_cents

    @property
    def given_back(self) -> int:
        """Cents of this order that were refunded before or are on their way, without this one."""
        facts = self.approval.facts
        return sum(
            refund.amount_cents
            for refund in self.approval.refunds
            if refund.order_id == facts.order_id
            and refund.approval_id != facts.id
            and refund.status in _GIVEN_BACK
        )

    @property
    def warnings(self) -> list[str]:
        """What makes paying impossible or unwise, one sentence each."""
        facts = self.approval.facts
        found = []
        if facts.order_customer != facts.customer_id:
            found.append("The order belongs to another customer now.")
        if facts.charge_id and facts.order_charge != facts.charge_id:
            found.append("The order's charge is another one than when the agent asked.")
        if facts.order_currency != facts.currency:
            found.append("The order's currency is another one.")
        if self.given_back + facts.amount_cents > facts.order_cents:
            found.append("Together with earlier refunds this is more than the order took.")
        if facts.rivals:
            found.append("Another refund of the same order is asked for: look at both first.")
        if facts.message_from.lower() != facts.customer_email.lower():
            found.append("The e-mail came from an address that is not the customer's.")
        found += [
            f"The charge is disputed at the bank ({dispute.id}, {dispute.status})."
            for dispute in self.approval.disputes
        ]
        return found
