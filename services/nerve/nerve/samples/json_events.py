"""What any JSON sender may post: `/webhooks/json/{source}/{event}` becomes `{source}/{event}`."""

import json

from nerve.failures import Unusable
from nerve.samples.sample import Draft, JsonObject, Sample, Sender, Wish

PATH = "/webhooks/json"


def anything(wish: Wish) -> Draft:
    """Whatever JSON object `text` holds, or a small one; it is an event of its own."""
    return _draft(wish, {"id": f"evt-{wish.nonce[:16]}", "said": "anything", **_given(wish)})


def trial_started(wish: Wish) -> Draft:
    return _draft(
        wish, {"id": f"trial-{wish.nonce[:16]}", "customer_id": "cus_nia", **_given(wish)}
    )


def checkout_completed(wish: Wish) -> Draft:
    content = {"id": f"checkout-{wish.nonce[:16]}", "order_id": "ord_1003"}
    return _draft(wish, {**content, **_given(wish)})


def greet(wish: Wish) -> Draft:
    """Greet whom `text` names."""
    return _draft(wish, {"id": f"greet-{wish.nonce[:16]}", "name": wish.text or "Sara"})


def _draft(wish: Wish, content: JsonObject) -> Draft:
    if wish.provider_id is not None:
        content = {**content, "id": wish.provider_id}
    return Draft(str(content["id"]), content)


def _given(wish: Wish) -> JsonObject:
    if wish.text is None:
        return {}
    try:
        given = json.loads(wish.text)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Unusable('--text must be a JSON object here, such as {"customer_id": "cus_sara"}.')
    return given


JSON = [
    Sample(
        "json/anything",
        Sender.JSON,
        f"{PATH}/demo/anything",
        "any JSON; an event that nothing listens to yet",
        anything,
    ),
    Sample(
        "json/trial-started",
        Sender.JSON,
        f"{PATH}/user/trial.started",
        "a customer began a trial",
        trial_started,
    ),
    Sample(
        "json/checkout-completed",
        Sender.JSON,
        f"{PATH}/order/checkout.completed",
        "a customer finished a checkout",
        checkout_completed,
    ),
    Sample(
        "json/greet",
        Sender.JSON,
        f"{PATH}/demo/greet",
        "whom to greet: --text (nerve greet does this and follows)",
        greet,
    ),
]
