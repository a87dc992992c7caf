"""What the console reads and the one thing it writes, as ports."""

from dataclasses import dataclass

from console.records.approvals import Approvals
from console.records.audit import AuditLog
from console.records.cases import Cases
from console.records.reviewers import Reviewers
from console.records.vitals import Vitals


@dataclass(frozen=True)
class Records:
    """Everything that pages look things up in."""

    approvals: Approvals
    reviewers: Reviewers
    cases: Cases
    audit: AuditLog
    vitals: Vitals
