"""What a text says about a refund, judged by fixed rules and not by a model.

The rules err on one side: a promise counts as a claim, and so does any talk about refunds in a
language that they cannot read. A reply wrongly taken for a claim is replaced by a plain one; a
claim wrongly let through would be a lie to a customer.
"""

import re
from enum import Enum

_REFUND = r"(?:refund\w*|reimburs\w*|money\s+back|chargeback)"
_SMALL_WORD = (
    r"(?:any|a|an|the|this|that|your|our|such|been|be|is|was|were|are|has|have|had|yet|able|to|of|"
    r"for|you|us|it|can|could|will|would|full|partial|further|money|actually|currently|"
    r"automatically|therefore)"
)
_BEGUN = (
    r"(?:issu|ma[dk]e|process|approv|complet|grant|initiat|sen[dt]|credit|return|refund|reimburs)"
)

_DENIALS = re.compile(
    rf"(?:\bnot|\bnever|\bcannot|\bunable\s+to|n['’]t)\s+(?:{_SMALL_WORD}\s+){{0,5}}{_BEGUN}\w*"
    rf"(?:\s+{_SMALL_WORD}\b){{0,4}}(?:\s+{_REFUND}\b)?"
    rf"|\bno\s+(?:{_SMALL_WORD}\s+){{0,3}}{_REFUND}(?:\s+{_SMALL_WORD}\b){{0,4}}(?:\s+{_BEGUN}\w*)?"
    rf"|\bnothing\s+(?:{_SMALL_WORD}\s+){{0,3}}{_BEGUN}\w*"
    rf"|\b(?:declin|reject|denied|refus|block|expir)\w*",
    re.IGNORECASE,
)
_CLAIMS = re.compile(
    r"\b(?:refunded|reimbursed|refunding|reimbursing)\b"
    r"|\b(?:will|['’]ll|shall|going\s+to|can|am|are)\s+(?:\w+\s+){0,3}(?:refund|reimburse|money\s+back)"
    r"|['’]ll\s+(?:\w+\s+){0,3}(?:refund|reimburse|money\s+back)"
    r"|\b(?:refund|reimbursement|money)\b.*\b(?:will|on\s+its\s+way|underway|went\s+through|done)\b"
    r"|\b(?:back|credited)\s+(?:to|on|in|into)\s+your\b"
    r"|\b(?:sent|returned|gave|given|giving)\s+(?:\w+\s+){0,3}(?:money|payment|amount)\b"
    r"|\byou\s+have\s+(?:\w+\s+){0,2}(?:refund|money\s+back)\b",
    re.IGNORECASE,
)
_REFUND_MENTION = re.compile(rf"\b{_REFUND}\b|\bcredit(?:ed)?\b", re.IGNORECASE)
_COMPLETION = re.compile(
    r"\b(?:issued|processed|sent|completed?|approved|initiated|confirmed|granted|arranged|made|"
    r"received|enjoy|issuing|processing|sending|approve|here\s+is)\b",
    re.IGNORECASE,
)
_UNREADABLE = re.compile(
    r"erstatt|rückzahl|gutgeschrieben|rembours|reembols|rimbors|devoluci|återbetal|terugbetal|"
    r"tilbagebetal|refusjon|zwrot|iade|возврат|возмещ|退款|返金|استرداد",
    re.IGNORECASE,
)


class Talk(Enum):
    """What the customer will take from a text."""

    SILENT = "nothing"
    DENIES = "that no refund was made"
    CLAIMS = "that a refund was made, or will be"


def talk_about_refunds(text: str) -> Talk:
    """The strongest statement in the text: one claim outweighs every denial."""
    sentences = re.split(r"(?<=[.!?;])\s+|\n\s*\n", " ".join(text.split(" ")))
    if any(_claims(sentence) for sentence in sentences):
        return Talk.CLAIMS
    if any(_DENIALS.search(sentence) for sentence in sentences):
        return Talk.DENIES
    return Talk.SILENT


def _claims(sentence: str) -> bool:
    if _UNREADABLE.search(sentence):
        return True
    # Only the denial itself is taken out: "no worries, it has been refunded" stays a claim.
    rest = _DENIALS.sub(" ", sentence)
    if _CLAIMS.search(rest):
        return True
    return bool(_REFUND_MENTION.search(rest) and _COMPLETION.search(rest))
