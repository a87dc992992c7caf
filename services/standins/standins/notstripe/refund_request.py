"""A refund as it is asked for: form fields, checked before anything is carried out."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from standins.notstripe.errors import refused
from standins.refusal import Refusal

REASONS = ("duplicate", "fraudulent", "requested_by_customer")
METADATA = re.compile(r"metadata\[([^\[\]]{1,40})\]")
MOST_METADATA = 50
LONGEST_VALUE = 500
MOST_FIELDS = 100


@dataclass(frozen=True)
class RefundRequest:
    """Exactly one of charge and payment_intent is set. No amount: all that is left."""

    charge: str | None
    payment_intent: str | None
    amount: int | None
    reason: str | None
    metadata: dict[str, str]


def read_form(raw: bytes) -> dict[str, str]:
    """The fields of a form-encoded body.

    Raises:
        Refusal: it is none, or names a field twice.
    """
    try:
        pairs = parse_qsl(
            raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise refused(400, "The body is not form-encoded.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise refused(400, "A parameter is given twice.")
    return fields


def read_request(fields: dict[str, str]) -> RefundRequest:
    """The request that these fields make.

    Raises:
        Refusal: 400 naming the parameter.
    """
    known = {"charge", "payment_intent", "amount", "reason"}
    metadata = {
        match[1]: value for field, value in fields.items() if (match := METADATA.fullmatch(field))
    }
    if unknown := [name for name in fields if name not in known and not METADATA.fullmatch(name)]:
        raise _invalid(f"Received unknown parameter: {unknown[0][:100]}", "unknown", unknown[0])
    charge, intent = fields.get("charge"), fields.get("payment_intent")
    if charge and intent:
        raise refused(400, "You may only specify one of these parameters: charge, payment_intent.")
    if not charge and not intent:
        message = "One of the following params should be provided for this request: "
        raise refused(400, f"{message}payment_intent or charge.")
    reason = fields.get("reason")
    if reason is not None and reason not in REASONS:
        raise refused(400, f"Invalid reason: must be one of {', '.join(REASONS)}", param="reason")
    if len(metadata) > MOST_METADATA or any(len(v) > LONGEST_VALUE for v in metadata.values()):
        message = f"Metadata is {MOST_METADATA} values of {LONGEST_VALUE} characters at the most."
        raise refused(400, message, param="metadata")
    return RefundRequest(charge, intent, _amount(fields.get("amount")), reason, metadata)


def _amount(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,8}", text, re.ASCII):
        raise _invalid(f"Invalid integer: {text[:20]}", "invalid_integer", "amount")
    if int(text) == 0:
        message = "This value must be greater than or equal to 1."
        raise _invalid(message, "invalid_integer", "amount")
    return int(text)


def _invalid(message: str, kind: str, param: str) -> Refusal:
    return refused(400, message, code=f"parameter_{kind}", param=param[:100])
