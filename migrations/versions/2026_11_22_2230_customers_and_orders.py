"""Customers and what they bought."""

from alembic import op

revision = "0001_customers"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nervous_runtime') THEN
            CREATE ROLE nervous_runtime NOLOGIN;
        END IF;
    END $$;
    GRANT USAGE ON SCHEMA public TO nervous_runtime;

    CREATE TABLE customers (
        id          text PRIMARY KEY,
        email       text NOT NULL,
        name        text NOT NULL,
        tier        text NOT NULL DEFAULT 'standard',
        created_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT customers_tier_known CHECK (tier IN ('standard', 'pro', 'enterprise'))
    );
    CREATE UNIQUE INDEX customers_email_once ON customers (lower(email));

    CREATE TABLE orders (
        id                 text PRIMARY KEY,
        customer_id        text NOT NULL REFERENCES customers (id),
        description        text NOT NULL,
        amount_cents       bigint NOT NULL CHECK (amount_cents > 0),
        currency           text NOT NULL DEFAULT 'usd' CHECK (currency ~ '^[a-z]{3}$'),
        status             text NOT NULL DEFAULT 'paid',
        stripe_charge_id   text UNIQUE,
        created_at         timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT orders_status_known
            CHECK (status IN ('pending', 'paid', 'failed', 'payment_failed', 'refunded'))
    );
    CREATE INDEX orders_of_customer ON orders (customer_id, created_at DESC);

    GRANT SELECT ON customers, orders TO nervous_runtime;
    """)


def downgrade() -> None:
    op.execute("DROP TABLE orders; DROP TABLE customers")
