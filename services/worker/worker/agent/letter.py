"""How a case is put before the model: as data, in a wrapper that its text cannot leave."""

from agents import TResponseInputItem

from worker.agent.visible_text import bounded, visible
from worker.domain.case import Case, Letter

EMAIL_LIMIT = 16_000
EARLIER_LIMIT = 4_000
EARLIER_LETTERS = 10


def conversation(case: Case) -> list[TResponseInputItem]:
    """The thread as earlier messages, oldest first, and the e-mail to answer as the last one."""
    known = "unknown" if case.customer is None else "customer"
    earlier = [_earlier(letter) for letter in case.thread[-EARLIER_LETTERS:]]
    return [*earlier, {"role": "user", "content": _wrapped(case.email, known, EMAIL_LIMIT)}]


def _earlier(letter: Letter) -> TResponseInputItem:
    if letter.ours:
        return {"role": "assistant", "content": _readable(letter, EARLIER_LIMIT)}
    return {"role": "user", "content": _wrapped(letter, "earlier", EARLIER_LIMIT)}


def _wrapped(letter: Letter, sender: str, limit: int) -> str:
    subject = _escaped(visible(letter.subject[:1000]).replace("\n", " ")[:200])
    text = _escaped(_readable(letter, limit))
    return f'<email sender="{sender}">\nSubject: {subject}\n\n{text}\n</email>'


def _readable(letter: Letter, limit: int) -> str:
    return bounded(visible(letter.text[: 4 * limit]), limit)


def _escaped(text: str) -> str:
    # Without this a letter could end its own wrapper and go on as somebody else.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
