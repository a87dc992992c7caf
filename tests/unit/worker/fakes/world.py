"""All fakes together, as the ports that flows are given."""

from uuid import UUID, uuid5

from tests.unit.worker.fakes.case_files import FakeCaseFiles
from tests.unit.worker.fakes.clock import Clock
from tests.unit.worker.fakes.customer_records import FakeCustomerRecords
from tests.unit.worker.fakes.greeting_cards import FakeGreetingCards
from tests.unit.worker.fakes.mailbox import FakeMailbox
from tests.unit.worker.fakes.payments import FakePayments
from tests.unit.worker.fakes.refund_book import FakeRefundBook
from tests.unit.worker.fakes.reviewers import FakeReviewers
from tests.unit.worker.fakes.support_desk import FakeSupportDesk
from worker.domain.case import Case, Letter
from worker.domain.customer import Customer, Tier
from worker.ports import Ports

SARA = Customer("cus_sara", "Sara", "sara@example.com", Tier.STANDARD)
SECRET = "my cat is called Ophelia"
"""Customer text that must not be seen anywhere it does not belong."""


class World:
    """Everything outside the flows, in memory."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.case_files = FakeCaseFiles(self.clock)
        self.customer_records = FakeCustomerRecords()
        self.greeting_cards = FakeGreetingCards()
        self.mailbox = FakeMailbox()
        self.reviewers = FakeReviewers()
        self.support_desk = FakeSupportDesk()
        self.payments = FakePayments()
        self.refund_book = FakeRefundBook(self.case_files)

    @property
    def ports(self) -> Ports:
        return Ports(
            case_files=self.case_files,
            customer_records=self.customer_records,
            greeting_cards=self.greeting_cards,
            mailbox=self.mailbox,
            payments=self.payments,
            refund_book=self.refund_book,
            reviewers=self.reviewers,
            support_desk=self.support_desk,
        )

    def receive_email(self, inbox_id: UUID, suppressed: str | None = None) -> Case:
        """Have an e-mail lie in the inbox."""
        case = Case(
            ticket_id=uuid5(inbox_id, "ticket"),
            message_id=uuid5(inbox_id, "message"),
            customer=SARA,
            email=Letter(ours=False, subject="Help", text=SECRET),
        )
        self.case_files.inbox[inbox_id] = case
        if suppressed:
            self.case_files.suppressed[inbox_id] = suppressed
        return case
