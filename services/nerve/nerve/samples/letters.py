"""What people write to support: the texts of the inbound samples."""

from dataclasses import dataclass, field

from nerve.samples.people import LUCA, MAILER_DAEMON, MEI, NIA, OMAR, SARA, STRANGER, Person


@dataclass(frozen=True)
class Letter:
    """One e-mail's author, subject, text and extra headers."""

    author: Person
    subject: str
    text: str
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str, bytes], ...] = field(default=())


QUESTION = Letter(
    OMAR,
    "How do I add a second seat?",
    "Hi,\n\nI am on the Starter plan and would like a colleague to have access too."
    " Can I add a second seat, and does my plan change?\n\nThanks,\nOmar",
)
DUPLICATE_CHARGE = Letter(
    SARA,
    "I was charged twice",
    "Hello,\n\nI was charged twice for my Pro plan this month: ord_1001 and ord_1002, $49.00 each,"
    " two minutes apart. Please refund the second one (ord_1002).\n\nBest,\nSara",
)
OVERCHARGE = Letter(
    MEI,
    "Too many seats on our last invoice",
    "Dear support,\n\nord_1005 bills us for 10 extra seats ($900.00) but we only ordered 5."
    " We were overcharged $450.00; please refund the difference.\n\nRegards,\nMei Tanaka",
)
FAILED_ORDER = Letter(
    LUCA,
    "Paid, but my order failed",
    "Ciao,\n\nmy order ord_1006 failed, yet my card was charged $19.00 for the Starter plan."
    " I have no access. Please give me my money back.\n\nLuca",
)
AUTO_REPLY = Letter(
    NIA,
    "Out of office: Re: Your Pro plan",
    "I am away until Monday and will read your message then.\n\nNia",
    (
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("Precedence", "auto_reply"),
    ),
)
UNKNOWN_SENDER = Letter(
    STRANGER,
    "Question about your product",
    "Hello,\n\na friend of mine uses your service. Do you have a plan for non-profits?\n\nPetra",
)
BOUNCE_NOTICE = Letter(
    MAILER_DAEMON,
    "Undelivered Mail Returned to Sender",
    "This is the mail system at host mx.elsewhere.example.\n\nI'm sorry to have to inform you that"
    " your message could not be delivered to one or more recipients.\n\n"
    "<gone@elsewhere.example>: 550 5.1.1 User unknown",
    (
        ("Return-Path", "<>"),
        ("Auto-Submitted", "auto-replied"),
        ("Content-Type", 'multipart/report; report-type=delivery-status; boundary="b1"'),
    ),
)
LIST = Letter(
    Person("Product Weekly", "weekly@news.elsewhere.example"),
    "Product Weekly #212: pricing pages that work",
    "This week: nine pricing pages we liked.\n\nYou get this because you subscribed.",
    (
        ("List-Id", "Product Weekly <weekly.news.elsewhere.example>"),
        ("List-Unsubscribe", "<https://news.elsewhere.example/unsubscribe>"),
        ("Precedence", "bulk"),
    ),
)
ATTACHMENT = Letter(
    NIA,
    "Invoice for the onboarding workshop",
    "Hi,\n\nattached is the invoice we got for ord_1008. Could you confirm that the workshop covers"
    " up to twelve people?\n\nNia",
    (),
    (("invoice-ord_1008.pdf", "application/pdf", b"%PDF-1.7\n% a small pretend invoice\n%%EOF\n"),),
)
