"""What was sent, what was answered, where to follow it."""

from rich.console import Console

from nerve.delivery import Outcome
from nerve.receipt import receipt
from nerve.samples.sample import Sample
from nerve.screen import command, line, plain
from nerve.settings import Places
from nerve.summary import Summary

ANSWER_SHOWN = 500


def show_samples(console: Console, samples: dict[str, Sample]) -> None:
    """Every message there is, with what it is about."""
    width = max(map(len, samples))
    for sample in samples.values():
        variants = f" (--variant {', '.join(sample.variants)}, all)" if sample.variants else ""
        line(console, (f"{sample.name:<{width}}", "bold"), f"  {sample.about}{variants}")


def show_outcome(console: Console, outcome: Outcome, places: Places) -> None:
    """One message in full."""
    sent = outcome.webhook
    line(console, ("POST ", "bold"), f"{places.ingress_url}{sent.path}")
    _fact(console, "message", sent.sample)
    _fact(console, "id", sent.provider_id)
    _fact(console, "size", f"{len(sent.body):,} bytes")
    for reason in sent.on_purpose:
        _fact(console, "on purpose", reason)
    status = "no answer" if outcome.status is None else str(outcome.status)
    line(console, (status, _style(outcome)), f" in {outcome.milliseconds:.0f} ms")
    if outcome.answer:
        line(console, "  ", plain(outcome.answer)[:ANSWER_SHOWN])
    if not outcome.as_expected:
        line(console, ("  unexpected: ", "bold red"), _surprise(outcome))


def show_where_to_follow(console: Console, outcomes: list[Outcome], places: Places) -> None:
    """Pages to look at, and the command that watches the run, where anything was accepted."""
    kept = [receipt(outcome.answer).inbox_id for outcome in outcomes if outcome.accepted]
    if not kept:
        return
    line(console, ("follow it", "bold"))
    if len(set(kept)) == 1:
        _fact(console, "run", command(f"watch {kept[0]}"))
    else:
        _fact(console, "inbox", command("inbox"))
    _fact(console, "outbox", places.outbox_page)
    _fact(console, "dashboard", places.dashboard_page)


def summary_lines(summary: Summary) -> list[str]:
    """The numbers of many sends."""
    statuses = ", ".join(f"{count} x {status}" for status, count in summary.by_status.items())
    lines = [f"{summary.sent} sent: {statuses or 'nothing answered yet'}"]
    if summary.p50 is not None and summary.p99 is not None:
        lines.append(f"p50 {summary.p50:.0f} ms, p99 {summary.p99:.0f} ms")
    lines.append(f"{summary.duplicates} known already, {summary.unexpected} answered unexpectedly")
    return lines


def _fact(console: Console, name: str, value: str) -> None:
    line(console, (f"  {name:<11}", "dim"), value)


def _style(outcome: Outcome) -> str:
    return "bold green" if outcome.as_expected else "bold red"


def _surprise(outcome: Outcome) -> str:
    if outcome.webhook.must_be_refused:
        return "it was spoiled, and should have been refused with a 4xx"
    return "nothing is wrong with it, and it should have been accepted"
