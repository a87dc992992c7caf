"""Everything that a person needs to judge one refund."""

from rich.console import Console

from nerve.inert import quoted, visible
from nerve.money import money
from nerve.queries.database import Row
from nerve.screen import clock, command, line
from nerve.views.approvals import given, standing


def show_approval(console: Console, row: Row, words: Row | None, decisions: list[Row]) -> None:
    """The facts as our own books have them, and apart from them what strangers wrote."""
    line(console, (f"approval {row['id']}", "bold"))
    for name, value in _facts(row):
        line(console, (f"  {name:<11} ", "dim"), visible(value))
    for decision in decisions:
        _show_decision(console, decision)
    _show_words(console, "the agent's reason, in a model's words", row["reason"])
    if words is not None:
        _show_words(console, "the customer's subject", words["subject"])
        _show_words(console, "the customer's words", words["body"])


def show_how_to_decide(console: Console, row: Row) -> None:
    """The two commands, where there is still something to decide and somebody to do it."""
    if row["status"] != "pending" or row["seconds_left"] <= 0 or not row["may_decide"]:
        return
    line(console, ("decide", "bold"))
    for verb in ("approve", "reject"):
        words = f"{verb} {str(row['id'])[:8]} --as {row['may_decide'][0]}"
        line(console, (f"  {verb:<11} ", "dim"), command(words))


def action(row: Row) -> str:
    """What will be done, exactly."""
    amount = money(row["amount_cents"], row["currency"])
    return f"refund {amount} on charge {row['charge_id'] or '(none)'} of order {row['order_id']}"


def _facts(row: Row) -> list[tuple[str, str]]:
    customer = f"{row['customer_id']}, {row['customer_name']}, {row['customer_email']}"
    facts = [
        ("stands", _stands(row)),
        ("customer", customer),
        ("tier", row["tier"]),
        ("order", f"{row['order_id']}, {row['description']}"),
        ("paid", _paid(row)),
        ("amount", money(row["amount_cents"], row["currency"])),
        ("refunded", _refunded(row)),
        ("action", action(row)),
        ("digest", row["digest"]),
        ("decisions", given(row)),
    ]
    if row["status"] == "pending":
        facts.append(("may decide", ", ".join(row["may_decide"]) or "nobody: add a reviewer"))
    return facts


def _stands(row: Row) -> str:
    until = f"{clock(row['expires_at'])} UTC"
    if row["status"] != "pending":
        why = f" ({row['blocked_reason']})" if row["blocked_reason"] else ""
        at = f" at {clock(row['decided_at'])} UTC" if row["decided_at"] else ""
        return f"{standing(row)}{at}{why}"
    if row["seconds_left"] <= 0:
        return f"expired at {until}"
    return f"waits for a person, {standing(row)} left, until {until}"


def _paid(row: Row) -> str:
    amount = money(row["order_cents"], row["order_currency"])
    return f"{amount}, {row['order_status']}, {clock(row['ordered_at'])} UTC"


def _refunded(row: Row) -> str:
    of_order = money(row["order_refunded_cents"], row["currency"])
    times = row["customer_refunds"]
    return f"{of_order} of this order; {times} earlier refund{'' if times == 1 else 's'} in all"


def _show_decision(console: Console, row: Row) -> None:
    note = f": {row['note']}" if row["note"] else ""
    line(
        console,
        (f"  {visible(row['reviewer_id']):<11} ", "dim"),
        f"{row['verdict']} by {row['via']} at {clock(row['decided_at'])} UTC{visible(note)}",
    )


def _show_words(console: Console, title: str, text: str) -> None:
    line(console, (title, "bold"))
    for part in quoted(text):
        line(console, part)
