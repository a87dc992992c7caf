"""`nerve audit verify`: tampering is located, whoever did it."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.integration.nerve.conftest import Nerve, Platform

FORGET = "ALTER TABLE audit_log DISABLE TRIGGER ALL"
REWRITE = """
UPDATE audit_log SET detail = '{"amount": 1}', hash = audit_log_hash(prev_hash, seq, at, action,
    actor, run_id, customer_id, subject, '{"amount": 1}', key) WHERE seq = 2
"""
WRITE_ANEW = """
DO $$ DECLARE r record; before text := repeat('0', 64); BEGIN
    UPDATE audit_log SET actor = 'nobody' WHERE seq = 2;
    FOR r IN SELECT * FROM audit_log ORDER BY seq LOOP
        UPDATE audit_log SET prev_hash = before, hash = audit_log_hash(before, seq, at, action,
            actor, run_id, customer_id, subject, detail, key) WHERE seq = r.seq
            RETURNING hash INTO before;
    END LOOP;
END $$
"""


@pytest.fixture
def five_rows(platform: Platform, owner: psycopg.Connection[Any]) -> list[str]:
    """Their hashes; the last row holds what JSON writes in more than one way."""
    for number in range(4):
        platform.audited("email_received", f"message:{number}", inbox_id="i")
    platform.audited(
        "reply_sent", "message:ü", cost=1.50, text='é"\\ \u2028', none=None, big=10**20
    )
    return [row[0] for row in platform.run("SELECT hash FROM audit_log ORDER BY seq")]


def test_a_chain_that_holds_says_so_with_its_head(nerve: Nerve, five_rows: list[str]) -> None:
    result = nerve("audit", "verify")
    assert result.output == f"the chain holds: 5 rows\nhead 5 {five_rows[-1]}\n"
    assert result.exit_code == 0


def test_an_empty_chain_holds(nerve: Nerve) -> None:
    result = nerve("audit", "verify")
    assert result.output == f"the chain holds: 0 rows\nhead 0 {'0' * 64}\n"
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("tampering", "holds", "wrong"),
    [
        (
            "UPDATE audit_log SET actor = 'nobody' WHERE seq = 3",
            2,
            "hash: row 3 does not hash to what it says, so its content was changed",
        ),
        (
            "UPDATE audit_log SET at = at + interval '1 microsecond' WHERE seq = 5",
            4,
            "hash: row 5 does not hash to what it says, so its content was changed",
        ),
        (
            REWRITE,
            2,
            "prev_hash: row 3 does not follow row 2's hash, so row 2 or row 3 was written anew",
        ),
        ("DELETE FROM audit_log WHERE seq = 3", 2, "gap: row 3 missing before row 4"),
        ("DELETE FROM audit_log WHERE seq IN (1, 2)", 0, "gap: rows 1 to 2 missing before row 3"),
    ],
)
def test_the_first_bad_row_is_named_and_what_is_wrong_with_it(
    nerve: Nerve,
    owner: psycopg.Connection[Any],
    five_rows: list[str],
    tampering: str,
    holds: int,
    wrong: str,
) -> None:
    owner.execute(FORGET)
    owner.execute(tampering)
    result = nerve("audit", "verify")
    head = owner.execute("SELECT hash FROM audit_log WHERE seq = %s", (holds,)).fetchone()
    assert result.output == (
        f"the chain is broken: {wrong}\n"
        f"up to there it holds: {holds} rows\n"
        f"head {holds} {head[0] if head else '0' * 64}\n"
    )
    assert result.exit_code == 1


def test_a_changed_formula_in_the_database_hides_nothing(
    nerve: Nerve, owner: psycopg.Connection[Any], five_rows: list[str]
) -> None:
    owner.execute(FORGET)
    owner.execute(
        "CREATE OR REPLACE FUNCTION audit_log_hash(prev_hash text, seq bigint, at timestamptz,"
        " action text, actor text, run_id text, customer_id text, subject text, detail jsonb,"
        " key text) RETURNS text LANGUAGE sql IMMUTABLE AS"
        " $$ SELECT a.hash FROM audit_log a WHERE a.seq = audit_log_hash.seq $$"
    )
    owner.execute("UPDATE audit_log SET actor = 'nobody' WHERE seq = 1")
    assert "hash: row 1 " in nerve("audit", "verify").output


def test_a_head_is_anchored_once_and_agrees_while_the_log_grows(
    nerve: Nerve, platform: Platform, five_rows: list[str], tmp_path: Path
) -> None:
    anchor = tmp_path / "anchor"
    for _ in range(2):
        result = nerve("audit", "verify", "--anchor", str(anchor))
        assert result.exit_code == 0
        assert result.output.endswith(f"anchor {anchor} agrees and has this head\n")
    assert anchor.read_text() == f"5 {five_rows[4]}\n"
    platform.audited("reply_sent", "message:6")
    assert nerve("audit", "verify", "--anchor", str(anchor)).exit_code == 0
    assert [line.split()[0] for line in anchor.read_text().splitlines()] == ["5", "6"]


@pytest.mark.parametrize(
    ("tampering", "wrong"),
    [
        (
            "DELETE FROM audit_log WHERE seq > 3",
            "anchor: row 5 was there once, now the log ends with row 3",
        ),
        (WRITE_ANEW, "anchor: row 5 had another hash once, so the log was written anew"),
    ],
    ids=["cut short", "written anew"],
)
def test_what_the_chain_cannot_show_the_anchor_does(
    nerve: Nerve,
    owner: psycopg.Connection[Any],
    five_rows: list[str],
    tmp_path: Path,
    tampering: str,
    wrong: str,
) -> None:
    anchor = tmp_path / "anchor"
    nerve("audit", "verify", "--anchor", str(anchor))
    owner.execute(FORGET)
    owner.execute(tampering)
    assert nerve("audit", "verify").exit_code == 0
    noted = anchor.read_text()
    result = nerve("audit", "verify", "--anchor", str(anchor))
    assert result.exit_code == 1
    assert result.output.startswith(f"the chain is broken: {wrong}\nin itself it holds: ")
    assert anchor.read_text() == noted


def test_a_file_that_is_no_anchor_is_refused_and_left_alone(
    nerve: Nerve, five_rows: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "letter"
    file.write_text(f"5 {five_rows[4]}\nDear diary\n")
    result = nerve("audit", "verify", "--anchor", str(file))
    assert result.exit_code == 1
    assert result.stderr == (
        f"nerve: --anchor: line 2 of {file} is not a row's number and its hash.\n"
    )
    assert file.read_text().endswith("Dear diary\n")


def test_an_anchor_that_cannot_be_written_is_one_sentence(
    nerve: Nerve, five_rows: list[str], tmp_path: Path
) -> None:
    result = nerve("audit", "verify", "--anchor", str(tmp_path / "nowhere" / "anchor"))
    assert result.exit_code == 1
    assert result.stderr.endswith("No such file or directory.\n")


def test_a_long_chain_is_walked_without_holding_it(nerve: Nerve, platform: Platform) -> None:
    platform.run(
        "INSERT INTO audit_log (action, actor, subject, key)"
        " SELECT 'reply_sent', 'a', 's', n::text FROM generate_series(1, 11000) n"
    )
    assert nerve("audit", "verify").output.startswith("the chain holds: 11,000 rows\n")
