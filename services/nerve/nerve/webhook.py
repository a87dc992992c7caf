"""One webhook, ready to be posted, and what is wrong with it on purpose."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from nerve.samples.sample import Sample, Wish
from nerve.signing import Signer, Unsigned

STALENESS = timedelta(hours=1)
AGENTS = {"postmark": "Postmark", "stripe": "Stripe/1.0 (+https://stripe.com/docs/webhooks)"}


class Fault(StrEnum):
    """What can be wrong with a webhook on purpose."""

    TAMPER = "tamper"
    STALE = "stale"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Webhook:
    """A POST. `must_be_refused` is what an honest front door does with it."""

    sample: str
    path: str
    provider_id: str
    headers: dict[str, str]
    body: bytes
    on_purpose: tuple[str, ...] = ()
    must_be_refused: bool = False


def webhook(sample: Sample, wish: Wish, signer: Signer, faults: frozenset[Fault]) -> Webhook:
    """Write, sign and, where asked, spoil one message."""
    stale = Fault.STALE in faults
    if stale:
        wish = _an_hour_ago(wish)
    draft = sample.write(wish)
    body = json.dumps(draft.payload, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENTS.get(sample.sender, "nerve"),
        **signer.headers(Unsigned(draft.provider_id, wish.now, body)),
    }
    on_purpose = [_stale_note(signer)] if stale else []
    if Fault.TAMPER in faults:
        on_purpose.append(_tamper_note(signer))
        if signer.signs_body:
            body = body[:-1] + b',"tampered":true}'
        else:
            headers.update(signer.wrong())
    refused = Fault.TAMPER in faults or (stale and signer.signs_body)
    return Webhook(
        sample.name, sample.path, draft.provider_id, headers, body, tuple(on_purpose), refused
    )


def _an_hour_ago(wish: Wish) -> Wish:
    return replace(wish, now=wish.now - STALENESS)


def _stale_note(signer: Signer) -> str:
    if signer.signs_body:
        return "stale: signed an hour ago"
    return "stale: dated an hour ago (this sender signs no time, so it is accepted)"


def _tamper_note(signer: Signer) -> str:
    if signer.signs_body:
        return "tampered: the body was changed after it was signed"
    return "tampered: wrong credentials (this sender signs no body)"
