"""Tickets, the messages in them, and what the agent did about each."""

from alembic import op

revision = "0003_tickets"
down_revision = "0002_inbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
    CREATE TABLE tickets (
        id           uuid PRIMARY KEY,
        customer_id  text REFERENCES customers (id),
        sender       text NOT NULL,
        subject      text NOT NULL,
        status       text NOT NULL DEFAULT 'open',
        opened_at    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT tickets_status_known
            CHECK (status IN ('open', 'waiting_for_approval', 'answered', 'suppressed', 'resolved'))
    );
    CREATE INDEX tickets_of_sender ON tickets (lower(sender), opened_at DESC);

    CREATE TABLE messages (
        id               uuid PRIMARY KEY,
        ticket_id        uuid NOT NULL REFERENCES tickets (id),
        direction        text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
        inbox_id         uuid UNIQUE REFERENCES inbox (id),
        answers          uuid REFERENCES messages (id),
        effect_key       text UNIQUE,
        state            text NOT NULL,
        sender           text NOT NULL,
        recipient        text NOT NULL,
        subject          text NOT NULL,
        body             text NOT NULL,
        rfc_message_id   text,
        rfc_references   text,
        provider_id      text,
        suppressed       text,
        claimed_until    timestamptz,
        first_sent_at    timestamptz,
        sent_at          timestamptz,
        created_at       timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT messages_state_known CHECK (
            (direction = 'inbound' AND state = 'received' AND inbox_id IS NOT NULL)
            OR (direction = 'outbound' AND state IN ('draft', 'sending', 'sent', 'held')
                AND effect_key IS NOT NULL)
        )
    );
    CREATE INDEX messages_of_ticket ON messages (ticket_id, created_at);
    CREATE INDEX messages_by_rfc_id ON messages (rfc_message_id);
    CREATE INDEX messages_by_provider_id ON messages (provider_id) WHERE provider_id IS NOT NULL;
    CREATE INDEX messages_from ON messages (lower(sender), created_at)
        WHERE direction = 'inbound' AND suppressed IS NULL;

    CREATE TABLE agent_runs (
        id             uuid PRIMARY KEY,
        message_id     uuid NOT NULL UNIQUE REFERENCES messages (id),
        status         text NOT NULL CHECK (status IN ('paused', 'replied')),
        round          integer NOT NULL DEFAULT 0,
        state          text,
        model          text NOT NULL,
        turns          integer NOT NULL DEFAULT 0,
        input_tokens   bigint NOT NULL DEFAULT 0,
        cached_tokens  bigint NOT NULL DEFAULT 0,
        output_tokens  bigint NOT NULL DEFAULT 0,
        created_at     timestamptz NOT NULL DEFAULT now(),
        updated_at     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT agent_runs_paused_has_state CHECK (status <> 'paused' OR state IS NOT NULL)
    );

    CREATE TABLE greetings (
        inbox_id     uuid PRIMARY KEY REFERENCES inbox (id),
        name         text NOT NULL,
        greeting     text,
        greeted_at   timestamptz,
        farewell     text,
        farewell_at  timestamptz
    );

    GRANT SELECT, INSERT, UPDATE ON tickets, messages, agent_runs, greetings TO nervous_runtime;
    """)


def downgrade() -> None:
    op.execute("""
    DROP TABLE greetings; DROP TABLE agent_runs; DROP TABLE messages; DROP TABLE tickets
    """)
