"""The last word on a reply belongs to code: it may not say about money what is not so."""

from collections.abc import Iterable

from worker.agent.answer import Answer
from worker.agent.harmless_text import harmless_body, harmless_subject
from worker.agent.refund_talk import Talk, talk_about_refunds
from worker.domain.case import Case, Reply, thread_subject
from worker.domain.refund import Outcome

PLAIN_SUBJECT = "Your message to us"
ISSUED = "Your refund has been issued. It can take a few days until your bank shows it."
PARTLY = (
    "One refund that you asked for has been issued. Another one was declined, and for that one no "
    "money has been returned."
)
DECLINED = "Your refund was declined. No refund has been made."
UNTOUCHED = (
    "We have read your message. No refund has been made. If you expected one, please tell us "
    "which order it is about, and we will look at it."
)
MOURNFUL = (
    "We are sorry that we have no better news. Just answer this e-mail if you have questions."
)


def guarded(answer: Answer, case: Case, outcomes: Iterable[Outcome]) -> Reply:
    """The model's reply made harmless, or a plain one in its place where it contradicts us.

    `outcomes` are all refunds of this case that were asked for and how they ended.
    """
    address = case.customer.email if case.customer else None
    thread = harmless_subject(thread_subject(case.email.subject), address)
    own = harmless_subject(answer.subject, address) or PLAIN_SUBJECT
    body = harmless_body(answer.body, address)
    ended = frozenset(outcomes)
    if body and _is_true(answer, f"{own}.\n\n{body}", ended):
        return Reply(thread or own, body)
    return Reply(thread or PLAIN_SUBJECT, _plain_body(case, ended))


def _is_true(answer: Answer, text: str, ended: frozenset[Outcome]) -> bool:
    talk = talk_about_refunds(text)
    if Outcome.ISSUED in ended:
        return talk is Talk.CLAIMS and answer.refund_statement != "declined"
    if talk is Talk.CLAIMS or answer.refund_statement == "issued":
        return False
    return not ended or talk is Talk.DENIES


def _plain_body(case: Case, ended: frozenset[Outcome]) -> str:
    name = case.customer.name.split()[0] if case.customer and case.customer.name.split() else ""
    greeting = f"Hello {name}," if name else "Hello,"
    return "\n\n".join([greeting, *_facts(ended), "The support team"])


def _facts(ended: frozenset[Outcome]) -> list[str]:
    if ended == {Outcome.ISSUED}:
        return [ISSUED]
    if Outcome.ISSUED in ended:
        return [PARTLY, MOURNFUL]
    return [DECLINED, MOURNFUL] if ended else [UNTOUCHED]
