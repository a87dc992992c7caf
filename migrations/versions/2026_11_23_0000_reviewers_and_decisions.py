"""Reviewers, their decisions, and the one function through which a decision is made."""

from alembic import op

revision = "0007_decisions"
down_revision = "0006_seed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(DECIDE)
    # Only the function decides: the runtime role cannot set a status to approved by itself.
    op.execute("""
    REVOKE UPDATE, INSERT ON approvals FROM nervous_runtime;
    GRANT INSERT (id, agent_run_id, round, call_id, ticket_id, customer_id, order_id, charge_id,
        amount_cents, currency, reason, digest, required_decisions, expires_at)
        ON approvals TO nervous_runtime;
    REVOKE ALL ON FUNCTION decide_approval FROM PUBLIC;
    REVOKE ALL ON FUNCTION close_approval FROM PUBLIC;
    REVOKE ALL ON FUNCTION approve_by_policy FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION approve_by_policy TO nervous_runtime;
    GRANT EXECUTE ON FUNCTION decide_approval TO nervous_runtime;
    GRANT EXECUTE ON FUNCTION close_approval TO nervous_runtime;
    GRANT SELECT ON reviewers, decisions, decision_attempts TO nervous_runtime;
    """)


def downgrade() -> None:
    op.execute("""
    DROP FUNCTION decide_approval;
    DROP FUNCTION close_approval;
    DROP FUNCTION approve_by_policy;
    DROP TABLE decision_attempts;
    DROP TABLE decisions;
    DROP TABLE reviewers;
    ALTER TABLE approvals DROP COLUMN charge_id, DROP COLUMN required_decisions,
        DROP COLUMN decided_at, DROP COLUMN decided_by, DROP COLUMN blocked_reason;
    GRANT INSERT, UPDATE ON approvals TO nervous_runtime;
    """)


TABLES = """
CREATE TABLE reviewers (
    id             text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9_.-]{0,39}$'),
    name           text NOT NULL,
    email          text NOT NULL,
    slack_user_id  text UNIQUE,
    password_hash  text,
    active         boolean NOT NULL DEFAULT true,
    created_at     timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE approvals
    ADD COLUMN charge_id text NOT NULL DEFAULT '',
    ADD COLUMN required_decisions integer NOT NULL DEFAULT 1
        CHECK (required_decisions BETWEEN 0 AND 2),
    ADD COLUMN decided_at timestamptz,
    ADD COLUMN decided_by text,
    ADD COLUMN blocked_reason text;

CREATE TABLE decisions (
    approval_id  uuid NOT NULL REFERENCES approvals (id),
    reviewer_id  text NOT NULL REFERENCES reviewers (id),
    verdict      text NOT NULL CHECK (verdict IN ('approve', 'reject')),
    note         text NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    via          text NOT NULL CHECK (via IN ('console', 'slack', 'terminal')),
    digest       text NOT NULL,
    decided_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (approval_id, reviewer_id)
);

-- Every click, the refused ones too. Nothing is derived from it: it is there to be read.
CREATE TABLE decision_attempts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    approval_id  text NOT NULL,
    reviewer_id  text NOT NULL,
    via          text NOT NULL,
    verdict      text NOT NULL,
    outcome      text NOT NULL
);
"""

# SECURITY DEFINER: runs as the owner, who alone may write decisions. First commit wins, by the row
# lock. The audit row and the wake-up are in the same transaction as the decision. pg_temp is named
# last: unnamed it comes first, and a caller's temporary table would pose as reviewers.
DECIDE = """
CREATE FUNCTION decide_approval(
    p_approval uuid, p_reviewer text, p_verdict text, p_note text, p_digest text, p_via text,
    OUT outcome text, OUT status text, OUT decided_by text, OUT decided_at timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a approvals%ROWTYPE;
    r reviewers%ROWTYPE;
    customer_email text;
    yes integer;
    wake uuid := md5('refund/approval.decided:' || p_approval)::uuid;
BEGIN
    SELECT * INTO a FROM approvals WHERE id = p_approval FOR UPDATE;
    SELECT * INTO r FROM reviewers WHERE id = p_reviewer;
    SELECT lower(email) INTO customer_email FROM customers WHERE id = a.customer_id;
    outcome := CASE
        WHEN p_verdict IS NULL OR p_verdict NOT IN ('approve', 'reject') THEN 'bad_verdict'
        WHEN a.id IS NULL THEN 'unknown'
        WHEN r.id IS NULL OR NOT r.active THEN 'not_allowed'
        WHEN lower(r.email) = customer_email THEN 'own_request'
        WHEN a.status = 'expired' OR (a.status = 'pending' AND a.expires_at <= now())
            THEN 'expired'
        WHEN a.status <> 'pending' THEN 'already_decided'
        WHEN a.digest IS DISTINCT FROM p_digest THEN 'changed'
        WHEN EXISTS (SELECT FROM decisions d WHERE d.approval_id = a.id AND d.reviewer_id = r.id)
            THEN 'needs_another_reviewer'
    END;
    IF outcome IS NULL THEN
        INSERT INTO decisions (approval_id, reviewer_id, verdict, note, via, digest)
            VALUES (a.id, r.id, p_verdict, coalesce(p_note, ''), p_via, p_digest);
        SELECT count(*) INTO yes FROM decisions d JOIN reviewers still ON still.id = d.reviewer_id
            WHERE d.approval_id = a.id AND d.verdict = 'approve' AND still.active;
        outcome := CASE WHEN p_verdict = 'reject' OR yes >= a.required_decisions
            THEN 'decided' ELSE 'recorded' END;
    END IF;
    INSERT INTO decision_attempts (approval_id, reviewer_id, via, verdict, outcome)
        VALUES (coalesce(p_approval::text, ''), left(coalesce(p_reviewer, ''), 80),
                left(coalesce(p_via, ''), 20), left(coalesce(p_verdict, ''), 20), outcome);
    IF outcome = 'decided' THEN
        UPDATE approvals SET decided_at = now(), decided_by = r.id,
            status = CASE p_verdict WHEN 'approve' THEN 'approved' ELSE 'rejected' END
            WHERE id = a.id RETURNING * INTO a;
        INSERT INTO inbox (id, source, provider_id, kind, body, event_name, event_id, event_data,
                           next_send_at)
            VALUES (wake, 'decisions', a.id::text, 'decision', '{}', 'refund/approval.decided',
                    'refund/approval.decided:' || a.id,
                    jsonb_build_object('approval_id', a.id, 'inbox_id', wake), now())
            ON CONFLICT DO NOTHING;
        INSERT INTO audit_log (action, actor, customer_id, subject, detail, key)
            VALUES ('refund_' || a.status, 'reviewer:' || r.id, a.customer_id,
                    'approval:' || a.id,
                    jsonb_build_object('via', p_via, 'order_id', a.order_id, 'amount_cents',
                        a.amount_cents, 'currency', a.currency, 'digest', a.digest,
                        'reviewers', (SELECT jsonb_agg(d.reviewer_id ORDER BY d.decided_at)
                            FROM decisions d WHERE d.approval_id = a.id)),
                    'refund_' || a.status || ':approval:' || a.id)
            ON CONFLICT (key) DO NOTHING;
    END IF;
    status := CASE WHEN outcome = 'expired' THEN 'expired' ELSE a.status END;
    decided_by := a.decided_by;
    decided_at := a.decided_at;
END $$;

-- Decides what the policy leaves to no person: only what was opened as needing no decision.
CREATE FUNCTION approve_by_policy(p_approval uuid, p_run text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a approvals%ROWTYPE;
BEGIN
    UPDATE approvals SET status = 'approved', decided_at = now(), decided_by = 'policy'
        WHERE id = p_approval AND status = 'pending' AND required_decisions = 0
        RETURNING * INTO a;
    IF a.id IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO audit_log (action, actor, run_id, customer_id, subject, detail, key)
        VALUES ('refund_approved', 'policy:threshold', p_run, a.customer_id, 'approval:' || a.id,
                jsonb_build_object('order_id', a.order_id, 'amount_cents', a.amount_cents,
                    'currency', a.currency, 'digest', a.digest),
                'refund_approved:approval:' || a.id)
        ON CONFLICT (key) DO NOTHING;
    RETURN true;
END $$;

-- Ends an approval without a person: nobody decided in time, or the gate before paying refused.
-- It can only ever take permission away.
CREATE FUNCTION close_approval(p_approval uuid, p_status text, p_reason text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    closed boolean;
BEGIN
    IF p_status NOT IN ('expired', 'blocked') THEN
        RAISE EXCEPTION 'an approval is closed as expired or blocked, not as %', p_status;
    END IF;
    UPDATE approvals SET status = p_status, settled_at = now(), blocked_reason = left(p_reason, 200)
        WHERE id = p_approval AND (
            (p_status = 'expired' AND status = 'pending' AND expires_at <= now())
            OR (p_status = 'blocked' AND status IN ('pending', 'approved')))
        RETURNING true INTO closed;
    RETURN coalesce(closed, false);
END $$;
"""
