"""Records in memory, and a clock that tests move."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from console.records import Records
from console.records.approvals import (
    Decided,
    Decision,
    Facts,
    InFull,
    Refund,
    Show,
    Verdict,
    Waiting,
)
from console.records.audit import Chain, Entry, Filters
from console.records.cases import Case, Moment
from console.records.failures import RecordsUnavailable
from console.records.reviewers import Reviewer
from console.records.vitals import Pulse, Stuck

RITA = Reviewer("rita", "Rita Castro", "rita@support.example")
SAM = Reviewer("sam", "Sam Adeyemi", "sam@support.example")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.seconds = NOW.timestamp()

    def __call__(self) -> float:
        return self.seconds


class FakeReviewers:
    def __init__(self) -> None:
        self.active = {"rita": RITA, "sam": SAM}

    async def find(self, id: str, /) -> Reviewer | None:
        return self.active.get(id)

    async def everybody(self) -> list[Reviewer]:
        return list(self.active.values())


class FakeApprovals:
    """Decides as the SQL function does, as far as one reviewer at a time can tell."""

    def __init__(self) -> None:
        self.rows: dict[UUID, InFull] = {}
        self.asked: list[tuple[UUID, str, Verdict, str, str]] = []
        self.unavailable = False

    def opened(self, **changes: object) -> UUID:
        soon = datetime.now(UTC) + timedelta(hours=4)
        facts = Facts(
            id=uuid4(), ticket_id=uuid4(), customer_id="cus_sara", order_id="ord_1002",
            charge_id="ch_1002", amount_cents=4900, currency="usd", reason="paid twice",
            digest="d1", status="pending", requested_at=NOW, expires_at=soon, decided_at=None,
            decided_by=None, blocked_reason=None, required_decisions=1,
            customer_name="Sara Lindqvist", customer_email="sara@example.com", tier="pro",
            order_description="Pro plan", order_cents=4900, order_currency="usd",
            order_status="paid", ordered_at=NOW, order_customer="cus_sara",
            order_charge="ch_1002", message_from="sara@example.com", message_subject="Twice",
            message_body="I paid twice.", message_at=NOW, rivals=0,
        )  # fmt: skip
        facts = replace(facts, **changes)
        self.rows[facts.id] = InFull(facts, [], [], [])
        return facts.id

    def refunded(self, id: UUID, cents: int, order: str = "ord_1002") -> None:
        row = self.rows[id]
        earlier = Refund(uuid4(), order, cents, "usd", "succeeded", NOW)
        self.rows[id] = replace(row, refunds=[*row.refunds, earlier])

    async def counts(self) -> dict[Show, int]:
        return dict.fromkeys(Show, len(self.rows))

    async def listed(self, show: Show, /) -> list[Waiting]:
        facts = (row.facts for row in self.rows.values())
        return [
            Waiting(
                each.id, each.customer_name, each.tier, each.order_id, each.amount_cents,
                each.currency, each.reason, each.status, each.requested_at, each.expires_at,
                each.decided_at, each.decided_by, each.required_decisions, 0,
            )
            for each in facts
        ]  # fmt: skip

    async def find(self, id: UUID, /) -> InFull | None:
        if self.unavailable:
            raise RecordsUnavailable("OperationalError")
        return self.rows.get(id)

    async def decide(
        self, id: UUID, reviewer_id: str, verdict: Verdict, note: str, digest: str, /
    ) -> Decided:
        self.asked.append((id, reviewer_id, verdict, note, digest))
        row = self.rows[id]
        facts = row.facts
        if facts.status != "pending":
            return Decided("already_decided", facts.status, facts.decided_by, facts.decided_at)
        if facts.digest != digest:
            return Decided("changed", facts.status, None, None)
        status = "approved" if verdict is Verdict.APPROVE else "rejected"
        facts = replace(facts, status=status, decided_by=reviewer_id, decided_at=NOW)
        said = Decision(reviewer_id, reviewer_id.title(), verdict, note, "console", NOW)
        self.rows[id] = replace(row, facts=facts, decisions=[said])
        return Decided("decided", status, reviewer_id, NOW)


class FakeCases:
    def __init__(self) -> None:
        self.cases: dict[UUID, Case] = {}
        self.timeline: list[Moment] = []

    def opened(self, subject: str) -> UUID:
        id = uuid4()
        self.cases[id] = Case(
            id, "sara@example.com", subject, "open", NOW, "cus_sara", "Sara", "pro", 1, NOW
        )
        return id

    async def listed(self, status: str | None, /) -> list[Case]:
        return list(self.cases.values())

    async def find(self, id: UUID, /) -> Case | None:
        return self.cases.get(id)

    async def moments(self, id: UUID, /) -> list[Moment]:
        return self.timeline


class FakeAudit:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.state = Chain(rows=3, head=3, head_hash="abc", checked=3, first_bad=None)
        self.asked: list[Filters] = []

    async def rows(self, filters: Filters, most: int, /) -> list[Entry]:
        self.asked.append(filters)
        return self.entries[:most]

    async def chain(self) -> Chain:
        return self.state


class FakeVitals:
    def __init__(self) -> None:
        self.alive = True

    async def answers(self) -> bool:
        return self.alive

    async def pulse(self) -> Pulse:
        return Pulse(0, 0.0, 0, 0.0, 0, 0, NOW, NOW, 0.2, 2, 1, 0, 0, 0)

    async def stuck(self) -> list[Stuck]:
        return [Stuck(uuid4(), "Still <b>waiting</b>", "open", NOW, "01RUN")]


class FakeRecords:
    """All of them; `records` is what the console is given."""

    def __init__(self) -> None:
        self.approvals = FakeApprovals()
        self.reviewers = FakeReviewers()
        self.cases = FakeCases()
        self.audit = FakeAudit()
        self.vitals = FakeVitals()

    @property
    def records(self) -> Records:
        return Records(self.approvals, self.reviewers, self.cases, self.audit, self.vitals)
