"""What we need from the world: one Protocol per file, and all of them in one bundle."""

from dataclasses import dataclass

from worker.ports.case_files import CaseFiles
from worker.ports.customer_records import CustomerRecords
from worker.ports.greeting_cards import GreetingCards
from worker.ports.mailbox import Mailbox
from worker.ports.payments import Payments
from worker.ports.refund_book import RefundBook
from worker.ports.reviewers import Reviewers
from worker.ports.support_desk import SupportDesk


@dataclass(frozen=True)
class Ports:
    """Everything that a flow may reach."""

    case_files: CaseFiles
    customer_records: CustomerRecords
    greeting_cards: GreetingCards
    mailbox: Mailbox
    payments: Payments
    refund_book: RefundBook
    reviewers: Reviewers
    support_desk: SupportDesk
