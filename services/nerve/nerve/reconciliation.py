"""Three books about the same money, and every way in which they can disagree."""

from collections.abc import Iterator
from dataclasses import dataclass

from nerve.money import money
from nerve.queries.database import Row
from nerve.stripe_books import StripeRefund

OURS_IN_STRIPES_WORDS = {
    "pending": {"pending", "requires_action"},
    "succeeded": {"succeeded"},
    "failed": {"failed", "canceled"},
}
MADE = ("pending", "succeeded")


@dataclass(frozen=True, order=True)
class Disagreement:
    """`kind` is one of a closed set of words, `refund` an id, `what` a sentence without names."""

    kind: str
    refund: str
    what: str


@dataclass(frozen=True)
class Reconciliation:
    """How much there is in each book, and where they disagree."""

    at_stripe: int
    ours: int
    audited: int
    disagreements: list[Disagreement]


def reconciled(stripe: list[StripeRefund], ours: list[Row], issued: list[Row]) -> Reconciliation:
    """Compare everything with everything."""
    found = [*_with_stripe(stripe, ours), *_with_audit(ours, issued), *_with_approvals(ours)]
    return Reconciliation(len(stripe), len(ours), len(issued), sorted(found))


def _with_stripe(stripe: list[StripeRefund], ours: list[Row]) -> Iterator[Disagreement]:
    there: dict[str, list[StripeRefund]] = {row["id"]: [] for row in ours}
    by_stripe_id = {row["stripe_refund_id"]: row["id"] for row in ours if row["stripe_refund_id"]}
    for refund in stripe:
        named = [value for value in refund.metadata.values() if value in there]
        match = by_stripe_id.get(refund.id) or (named[0] if named else None)
        if match is None:
            what = f"{money(refund.amount, refund.currency)} on {refund.charge} is not in our books"
            yield Disagreement("stripe-only", refund.id, what)
        else:
            there[match].append(refund)
    for row in ours:
        yield from _of_one(row, there[row["id"]])


def _of_one(row: Row, there: list[StripeRefund]) -> Iterator[Disagreement]:
    def disagreement(kind: str, what: str) -> Disagreement:
        return Disagreement(kind, row["id"], what)

    live = [refund for refund in there if refund.status not in ("failed", "canceled")]
    if len(live) > 1:
        ids = ", ".join(sorted(refund.id for refund in live))
        yield disagreement("refunded-twice", f"Stripe has {len(live)} refunds for it: {ids}")
    under_way = row["status"] == "sending" and row["fresh"]
    known = row["stripe_refund_id"]
    if known and known not in [refund.id for refund in there]:
        yield disagreement("ours-only", f"Stripe does not have {known}")
    elif not there and row["status"] in (*MADE, "sending") and not under_way:
        yield disagreement("ours-only", f"it is {row['status']} here, and Stripe does not have it")
    elif not there and row["status"] == "needs_human":
        yield disagreement("undecided", "nobody has told yet whether Stripe made it")
    for refund in there:
        for kind, here, stripes in _terms(row, refund):
            yield disagreement(kind, f"{here} here, {stripes} at Stripe ({refund.id})")
        as_known = OURS_IN_STRIPES_WORDS.get(row["status"], set())
        if refund.status not in as_known and not under_way:
            what = f"{row['status']} here, {refund.status} at Stripe ({refund.id})"
            yield disagreement("status", what)


def _terms(row: Row, refund: StripeRefund) -> Iterator[tuple[str, str, str]]:
    pairs = (
        ("amount", str(row["amount_cents"]), str(refund.amount)),
        ("currency", row["currency"], refund.currency),
        ("charge", row["charge_id"], refund.charge),
    )
    return (pair for pair in pairs if pair[1] != pair[2])


def _with_audit(ours: list[Row], issued: list[Row]) -> Iterator[Disagreement]:
    of: dict[str, list[Row]] = {row["id"]: [] for row in ours}
    names = {name: row["id"] for row in ours for name in (row["id"], row["approval_id"])}
    for entry in issued:
        match = next((names[name] for name in _named(entry) if name in names), None)
        if match is None:
            what = f"audit row {entry['seq']} tells of a refund that is not in our books"
            yield Disagreement("audit-only", entry["subject"], what)
        else:
            of[match].append(entry)
    for row in ours:
        if row["status"] in MADE and not of[row["id"]]:
            what = f"it is {row['status']}, and no audit row tells of it"
            yield Disagreement("unaudited", row["id"], what)
        for entry in of[row["id"]]:
            yield from _of_entry(row, entry)


def _of_entry(row: Row, entry: Row) -> Iterator[Disagreement]:
    if row["status"] in ("sending", "refused", "needs_human"):
        what = f"audit row {entry['seq']} says that it was issued, it is {row['status']}"
        yield Disagreement("audit-only", row["id"], what)
    told = entry["detail"].get("amount_cents", row["amount_cents"])
    if told != row["amount_cents"]:
        what = f"{told} in audit row {entry['seq']}, {row['amount_cents']} in our books"
        yield Disagreement("audit-amount", row["id"], what)


def _named(entry: Row) -> list[str]:
    """The ids by which an audit row may tell which refund it means, the surest first."""
    detail = entry["detail"]
    subject = entry["subject"].rsplit(":", 1)[-1]
    return [str(detail.get("refund_id")), subject, str(detail.get("approval_id"))]


def _with_approvals(ours: list[Row]) -> Iterator[Disagreement]:
    for row in ours:
        if not row["approved"]:
            what = f"approval {row['approval_id']} does not allow it, or not exactly it"
            yield Disagreement("unapproved", row["id"], what)
