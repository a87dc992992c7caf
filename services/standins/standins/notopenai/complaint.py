"""What a mail complains about, told by its words."""

import re
from enum import Enum


class Complaint(Enum):
    """In order of precedence; the value is the reason given for a refund."""

    DUPLICATE = "The customer was charged twice"
    FAILED_ORDER = "The order failed but was charged"
    OVERCHARGE = "The customer was charged too much"


DUPLICATE = (
    r"\btwice\b|double[- ]?(?:charg|bill|pay|debit)|duplicate|charged (?:me )?again",
    r"(?:two|2) (?:identical |equal )?(?:charges|payments)|(?:two|2) times|charged 2x",
    r"doppelt|zweimal|zwei mal|deux fois|double prélèvement|dos veces|doble cargo|duplicad",
    r"due volte|doppio addebito|duas vezes|cobrança dupla|twee keer|dubbel|två gånger",
    r"مرتين|二重|[2２]回|两次|重复扣",
)
FAILED = (
    r"(?:order|payment|purchase|checkout|sign-?up)\W[^.!?]{0,80}\bfail|failed (?:order|payment)",
    r"order (?:has |had )?never went through|never got (?:my|the) order",
    r"bestellung[^.!?]{0,80}fehlgeschlagen|commande[^.!?]{0,80}échou|pedido[^.!?]{0,80}fall",
)
CHARGED = (
    r"charg|debit|\btook\b|taken|bill|deduct|paid|payment|invoice|money (?:is |has )?(?:gone|left)",
    r"abgebucht|belastet|bezahlt|prélev|débit|factur|cobr|cargo|pagad|addebit|pagat|betaal",
    r"afgeschreven|debiter|dragning|خصم|請求|扣",
)
OVERCHARGE = (
    r"over-?charg|too much|wrong amount|instead of [$€£]?\d",
    r"(?:charged|billed|paid) (?:me )?more than",
    r"zu viel (?:ab|be)|trop (?:facturé|prélevé|payé)|cobrado de más|addebitato troppo",
)
SIGNS = {
    Complaint.DUPLICATE: (DUPLICATE, CHARGED),
    Complaint.FAILED_ORDER: (FAILED, CHARGED),
    Complaint.OVERCHARGE: (OVERCHARGE, CHARGED),
}
"""A complaint is there when each of its groups has an expression that occurs."""

LONGEST_MAIL = 20_000


def complaints_in(email: str) -> list[Complaint]:
    """What this mail wants money back for, the most telling first; empty when it does not."""
    words = email[:LONGEST_MAIL]
    return [
        complaint
        for complaint, groups in SIGNS.items()
        if all(re.search("|".join(group), words, re.I) for group in groups)
    ]
