"""What a text says about a refund, judged by fixed rules and not by a model.

Everything about money going back counts as a claim, unless the words around it are known to deny it
or to be neutral; so does any talk of refunds in a language that the rules cannot read. A reply
wrongly taken for a claim is replaced by a plain one; a claim let through is a lie to a customer.
"""

import re
import unicodedata
from enum import Enum

_MONEY_BACK = re.compile(
    r"\brefund|\breimburs|\bmoney\b|\bchargeback|\bcredit(?:ed|ing)?\b|\bpa(?:id|y|ying)\b.*\bback\b"
    r"|\bback\s+(?:to|on|in|into|onto)\s+your\b|\bre-?pa(?:id|y)"
    r"|\b(?:return|revers|void|cancel+)\w*\s+(?:\w+\s+){0,4}(?:payment|amount|charge|sum)"
    r"|\b(?:payment|amount|charge|sum)\b.*\b(?:returned|reversed|voided|cancel+ed)"
    r"|\b(?:send|sent|sending|transfer\w*)\b.*\b(?:usd|eur|gbp|dollars?|euros?|\d+[.,]\d\d)\b",
    re.IGNORECASE,
)
_SMALL_WORD = (
    r"(?:any|a|an|the|this|that|your|our|such|been|be|is|was|were|are|has|have|had|yet|able|to|of|"
    r"for|you|us|it|can|could|will|would|full|partial|further|money|actually|currently|"
    r"automatically|therefore)"
)
_GIVING = (
    r"(?:issu|ma[dk]e|process|approv|complet|grant|initiat|sen[dt]|credit|return|refund|"
    r"reimburs)\w*"
)
_NAMED_ORDER = (
    r"for\s+(?:(?!(?:ha[sd]|have|was|were|is|been|issued|approved|made|sent)\b)[\w,'-]+\s+){0,8}"
    r"(?:\(ord_\w+\)|ord_\w+|order)\s+"
)
_THE_REFUND = (
    r"(?:\b(?:the|your|this)\s+refund\s+(?:of\s+\S+\s+(?:[a-z]{3}\s+)?)?"
    rf"(?:{_NAMED_ORDER})?(?:(?:that\s+)?you\s+asked\s+for\s+)?"
    r"(?:(?:was|has|is|been|could|can|will)\s*){1,2})?"
)
_DENIAL = re.compile(
    rf"{_THE_REFUND}(?:\bnot|\bnever|\bcannot|\bunable\s+to|n['’]t)"
    rf"\s+(?:{_SMALL_WORD}\s+){{0,5}}{_GIVING}"
    rf"(?:\s+{_SMALL_WORD}\b){{0,4}}(?:\s+refunds?\b)?"
    rf"|\bno\s+(?:{_SMALL_WORD}\s+){{0,3}}(?:refund|money)s?\b"
    rf"(?:\s+{_SMALL_WORD}\b){{0,4}}(?:\s+{_GIVING})?"
    rf"|\bnothing\s+(?:{_SMALL_WORD}\s+){{0,3}}{_GIVING}"
    rf"|\b(?:nobody|no\s+one)\s+(?:{_SMALL_WORD}\s+)?approv\w*"
    r"|\bbefore\s+(?:anyone|anybody|someone|a\s+person)\s+(?:could\s+)?approv\w*"
    rf"|{_THE_REFUND}\b(?:declin|reject|denied|refus|block|expir)\w*",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(
    r"\b(?:the|your|this|a|that)?\s*refund\s+(?:of\s+[\d.,]+\s*\w*\s+)?"
    r"(?:requests?|polic(?:y|ies)|questions?|that\s+you\s+asked\s+for|you\s+asked\s+for)"
    r"|\b(?:about|regarding|concerning|asked\s+for|ask\s+for|expected|requested|want)\s+"
    r"(?:the|your|this|a)\s+refund",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:issu|process|sent|complet|approv|initiat|confirm|grant|arrang|accept|successful|made)\w*"
    r"|\bwent\s+through\b|\bon\s+its\s+way\b|\bdone\b",
    re.IGNORECASE,
)
_UNREADABLE = re.compile(
    r"erstatt|rückzahl|gutgeschrieben|rembours|reembols|rimbors|devoluci|återbetal|terugbetal|"
    r"tilbagebetal|refusjon|zwrot|iade|возврат|возмещ|退款|返金|استرداد",
    re.IGNORECASE,
)
_LOOKALIKES = str.maketrans("аеорсухіѕԁոυ", "aeopcyxisdnu")


class Talk(Enum):
    """What the customer will take from a text."""

    SILENT = "nothing"
    DENIES = "that no refund was made"
    CLAIMS = "that a refund was made, or will be"


def talk_about_refunds(text: str) -> Talk:
    """The strongest statement in the text: one claim outweighs every denial."""
    plain = unicodedata.normalize("NFKC", text)
    sentences = re.split(r"(?<=[.!?;])\s+|\n\s*\n", plain)
    if any(_claims(sentence) for sentence in sentences):
        return Talk.CLAIMS
    if any(_DENIAL.search(sentence) for sentence in sentences):
        return Talk.DENIES
    return Talk.SILENT


def _claims(sentence: str) -> bool:
    if _UNREADABLE.search(sentence):
        return True
    # Only the denial itself is taken out: "no worries, it has been refunded" stays a claim.
    rest = _DENIAL.sub(" ", _unmasked(sentence))
    if _MONEY_BACK.search(_NEUTRAL.sub(" ", rest)):
        return True
    return bool(_NEUTRAL.search(rest) and _GIVEN.search(rest))


def _unmasked(sentence: str) -> str:
    """Letters that only look Latin, and words with every letter set apart, read as meant."""
    latin = sentence.lower().translate(_LOOKALIKES)
    return re.sub(r"(?<=\b\w)[\s.*_-]+(?=\w\b)", "", latin)
