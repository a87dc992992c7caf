"""The audit log: append-only, closed vocabulary, every row chained to the one before."""

from alembic import op

from contracts.audit import AuditAction

revision = "0005_audit_log"
down_revision = "0004_approvals"
branch_labels = None
depends_on = None

WORDS = ", ".join(f"'{action}'" for action in AuditAction)


def upgrade() -> None:
    op.execute(f"""
    CREATE TABLE audit_log (
        seq          bigint PRIMARY KEY,
        at           timestamptz NOT NULL,
        action       text NOT NULL,
        actor        text NOT NULL CHECK (actor <> ''),
        run_id       text,
        customer_id  text,
        subject      text NOT NULL CHECK (subject <> ''),
        detail       jsonb NOT NULL DEFAULT '{{}}',
        key          text NOT NULL CHECK (key <> ''),
        prev_hash    text NOT NULL,
        hash         text NOT NULL,
        CONSTRAINT audit_log_once UNIQUE (key),
        CONSTRAINT audit_log_action_known CHECK (action IN ({WORDS})),
        CONSTRAINT audit_log_detail_is_small_object
            CHECK (jsonb_typeof(detail) = 'object' AND length(detail::text) <= 4096)
    );
    CREATE INDEX audit_log_of_subject ON audit_log (subject, seq);
    CREATE INDEX audit_log_of_run ON audit_log (run_id, seq);
    """)
    op.execute(CHAIN)
    op.execute(APPEND_ONLY)
    # The runtime role cannot even name seq, at or the hashes: the database fills them in.
    op.execute("""
    REVOKE ALL ON audit_log FROM PUBLIC;
    GRANT SELECT ON audit_log TO nervous_runtime;
    GRANT INSERT (action, actor, run_id, customer_id, subject, detail, key)
        ON audit_log TO nervous_runtime;
    """)


def downgrade() -> None:
    op.execute("""
    DROP TABLE audit_log;
    DROP FUNCTION audit_log_chain();
    DROP FUNCTION audit_log_refuse_change();
    DROP FUNCTION audit_log_hash;
    """)


# The lock is held until commit: write the audit row last in a transaction, or writers queue up.
CHAIN = """
CREATE FUNCTION audit_log_hash(
    prev_hash text, seq bigint, at timestamptz, action text, actor text, run_id text,
    customer_id text, subject text, detail jsonb, key text
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        prev_hash, seq, (extract(epoch FROM at) * 1000000)::bigint, action, actor, run_id,
        customer_id, subject, detail, key
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION audit_log_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head record;
BEGIN
    PERFORM pg_advisory_xact_lock(1635083369);
    SELECT a.seq, a.hash INTO head FROM public.audit_log a ORDER BY a.seq DESC LIMIT 1;
    NEW.seq := coalesce(head.seq, 0) + 1;
    NEW.at := clock_timestamp();
    NEW.prev_hash := coalesce(head.hash, repeat('0', 64));
    NEW.hash := public.audit_log_hash(
        NEW.prev_hash, NEW.seq, NEW.at, NEW.action, NEW.actor, NEW.run_id,
        NEW.customer_id, NEW.subject, NEW.detail, NEW.key);
    RETURN NEW;
END $$;

CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log
    FOR EACH ROW EXECUTE FUNCTION audit_log_chain();
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_chain;
"""

APPEND_ONLY = """
CREATE FUNCTION audit_log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_log is append-only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION audit_log_refuse_change();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse_change();
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_no_change;
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_no_truncate;
"""
