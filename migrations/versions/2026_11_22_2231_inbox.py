"""The inbox: what was accepted at the front door, kept for ever."""

from alembic import op

revision = "0002_inbox"
down_revision = "0001_customers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
    CREATE TABLE inbox (
        id            uuid PRIMARY KEY,
        source        text NOT NULL CHECK (source <> ''),
        provider_id   text NOT NULL CHECK (provider_id <> ''),
        kind          text NOT NULL,
        body          jsonb NOT NULL,
        notes         jsonb NOT NULL DEFAULT '{}',
        received_at   timestamptz NOT NULL DEFAULT now(),
        event_name    text,
        event_id      text,
        event_data    jsonb,
        sends         integer NOT NULL DEFAULT 0,
        sent_at       timestamptz,
        next_send_at  timestamptz,
        last_error    text,
        CONSTRAINT inbox_once UNIQUE (source, provider_id),
        CONSTRAINT inbox_event_whole CHECK (
            (event_name IS NULL AND event_id IS NULL AND event_data IS NULL)
            OR (event_name IS NOT NULL AND event_id <> '' AND event_data IS NOT NULL)
        )
    );
    CREATE INDEX inbox_due ON inbox (next_send_at) WHERE next_send_at IS NOT NULL;
    CREATE INDEX inbox_recent ON inbox (received_at DESC);
    -- Two rows may tell of one event; a pickup of either settles both.
    CREATE INDEX inbox_same_event ON inbox (event_id) WHERE event_id IS NOT NULL;

    -- Which functions want which event; written by the worker when it starts.
    CREATE TABLE listeners (
        event_name   text NOT NULL,
        function_id  text NOT NULL,
        since        timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (event_name, function_id)
    );

    -- Which function has picked up which row; written by the function's first step.
    CREATE TABLE inbox_pickups (
        inbox_id     uuid NOT NULL REFERENCES inbox (id),
        function_id  text NOT NULL,
        run_id       text NOT NULL,
        picked_up_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (inbox_id, function_id)
    );

    GRANT SELECT, INSERT, UPDATE ON inbox TO nervous_runtime;
    GRANT SELECT, INSERT ON inbox_pickups TO nervous_runtime;
    GRANT SELECT, INSERT, DELETE ON listeners TO nervous_runtime;
    """)


def downgrade() -> None:
    op.execute("DROP TABLE inbox_pickups; DROP TABLE listeners; DROP TABLE inbox")
