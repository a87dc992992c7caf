"""Approvals: what exactly the agent wants to do, and what a person said."""

from alembic import op

revision = "0004_approvals"
down_revision = "0003_tickets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
    CREATE TABLE approvals (
        id            uuid PRIMARY KEY,
        agent_run_id  uuid NOT NULL REFERENCES agent_runs (id),
        round         integer NOT NULL,
        call_id       text NOT NULL,
        ticket_id     uuid NOT NULL REFERENCES tickets (id),
        customer_id   text NOT NULL REFERENCES customers (id),
        order_id      text NOT NULL REFERENCES orders (id),
        amount_cents  bigint NOT NULL CHECK (amount_cents > 0),
        currency      text NOT NULL,
        reason        text NOT NULL,
        digest        text NOT NULL,
        status        text NOT NULL DEFAULT 'pending',
        requested_at  timestamptz NOT NULL DEFAULT now(),
        expires_at    timestamptz NOT NULL,
        settled_at    timestamptz,
        CONSTRAINT approvals_once UNIQUE (agent_run_id, call_id),
        CONSTRAINT approvals_status_known
            CHECK (status IN ('pending', 'approved', 'rejected', 'expired', 'blocked')),
        CONSTRAINT approvals_expire_later CHECK (expires_at > requested_at)
    );
    CREATE INDEX approvals_waiting ON approvals (expires_at) WHERE status = 'pending';

    GRANT SELECT, INSERT, UPDATE ON approvals TO nervous_runtime;
    """)


def downgrade() -> None:
    op.execute("DROP TABLE approvals")
