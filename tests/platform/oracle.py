"""What must be true of a set of e-mails, whatever was done to the platform meanwhile."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from tests.platform.stack import Stack


@dataclass(frozen=True)
class Count:
    """How often each thing happened for these e-mails."""

    inbox: int
    received: int
    replied: int
    suppressed: int
    mails_out: int
    most_mails_for_one: int

    @property
    def text(self) -> str:
        return (
            f"{self.inbox} filed, {self.received} email_received, {self.replied} reply_sent, "
            f"{self.mails_out} mails out, at most {self.most_mails_for_one} for one e-mail"
        )


def count(stack: Stack, ids: Collection[str]) -> Count:
    """Count in the tables and, as the oracle, in notpostmark's outbox."""
    wanted = ",".join(f"'{one}'" for one in ids)
    rows = stack.psql(f"""
        SELECT i.provider_id, m.id, r.id, a.received, a.replied, a.suppressed
        FROM inbox i
        LEFT JOIN messages m ON m.inbox_id = i.id
        LEFT JOIN messages r ON r.answers = m.id
        LEFT JOIN LATERAL (
            SELECT count(*) FILTER (WHERE action = 'email_received') AS received,
                   count(*) FILTER (WHERE action = 'reply_sent') AS replied,
                   count(*) FILTER (WHERE action = 'reply_suppressed') AS suppressed
            FROM audit_log WHERE subject = 'message:' || m.id
        ) a ON true
        WHERE i.source = 'postmark/inbound' AND i.provider_id IN ({wanted})
    """)
    out = Counter(mail["Metadata"].get("reply_id") for mail in stack.outbox())
    mails = [out[row[2]] for row in rows if row[2]]
    return Count(
        inbox=len(rows),
        received=sum(int(row[3]) for row in rows),
        replied=sum(int(row[4]) for row in rows),
        suppressed=sum(int(row[5]) for row in rows),
        mails_out=sum(mails),
        most_mails_for_one=max(mails, default=0),
    )


def each_answered_once(stack: Stack, ids: Collection[str], within: float) -> float:
    """Wait until every e-mail is answered; returns the seconds. Fails at the first second mail."""

    def done() -> bool:
        now = count(stack, ids)
        assert now.most_mails_for_one <= 1, now.text
        return now.replied == len(ids)

    seconds = stack.wait_for(f"{len(ids)} replies", done, within, every=1.0)
    now = count(stack, ids)
    assert (now.inbox, now.received, now.replied, now.mails_out, now.most_mails_for_one) == (
        len(ids), len(ids), len(ids), len(ids), 1,
    ), now.text  # fmt: skip
    return seconds
