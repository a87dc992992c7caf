"""Refunds: what was sent to the payment provider, with frozen parameters, and what came of it."""

from alembic import op

revision = "0008_refunds"
down_revision = "0007_decisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
    CREATE TABLE refunds (
        id                uuid PRIMARY KEY,
        approval_id       uuid NOT NULL UNIQUE REFERENCES approvals (id),
        customer_id       text NOT NULL REFERENCES customers (id),
        order_id          text NOT NULL REFERENCES orders (id),
        charge_id         text NOT NULL,
        amount_cents      bigint NOT NULL CHECK (amount_cents > 0),
        currency          text NOT NULL,
        params            jsonb NOT NULL,
        status            text NOT NULL DEFAULT 'sending',
        attempts          integer NOT NULL DEFAULT 0,
        first_sent_at     timestamptz NOT NULL DEFAULT now(),
        claimed_until     timestamptz,
        stripe_refund_id  text UNIQUE,
        failure           text,
        created_at        timestamptz NOT NULL DEFAULT now(),
        updated_at        timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT refunds_status_known CHECK (status IN
            ('sending', 'pending', 'succeeded', 'failed', 'refused', 'needs_human'))
    );
    CREATE INDEX refunds_of_order ON refunds (order_id);
    CREATE INDEX refunds_by_day ON refunds (created_at);

    -- What is sent is frozen before it is sent: a retry with other parameters is another refund.
    CREATE FUNCTION refunds_keep_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (OLD.id, OLD.approval_id, OLD.customer_id, OLD.order_id, OLD.charge_id,
            OLD.amount_cents, OLD.currency, OLD.params, OLD.first_sent_at, OLD.created_at)
            IS DISTINCT FROM
           (NEW.id, NEW.approval_id, NEW.customer_id, NEW.order_id, NEW.charge_id,
            NEW.amount_cents, NEW.currency, NEW.params, NEW.first_sent_at, NEW.created_at) THEN
            RAISE EXCEPTION 'a refund''s parameters are frozen';
        END IF;
        NEW.updated_at := now();
        RETURN NEW;
    END $$;
    CREATE TRIGGER refunds_keep_frozen BEFORE UPDATE ON refunds
        FOR EACH ROW EXECUTE FUNCTION refunds_keep_frozen();

    -- Whatever else goes wrong: never more than the order took, never without an approval. Runs as
    -- the owner, who may lock: two refunds of one order would not see each other otherwise. pg_temp
    -- is named last, or a caller's temporary table would pose as approvals.
    CREATE FUNCTION refunds_within_bounds() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
        took bigint;
        gave bigint;
    BEGIN
        SELECT amount_cents INTO took FROM orders WHERE id = NEW.order_id
            AND customer_id = NEW.customer_id AND currency = NEW.currency
            AND status IN ('paid', 'failed', 'refunded') FOR NO KEY UPDATE;
        IF took IS NULL THEN
            RAISE EXCEPTION 'order % took nothing of this customer in this currency', NEW.order_id;
        END IF;
        SELECT coalesce(sum(amount_cents), 0) INTO gave FROM refunds
            WHERE order_id = NEW.order_id AND id <> NEW.id
            AND status NOT IN ('failed', 'refused');
        IF gave + NEW.amount_cents > took THEN
            RAISE EXCEPTION 'order % would give back more than it took', NEW.order_id;
        END IF;
        PERFORM FROM approvals WHERE id = NEW.approval_id AND status = 'approved'
            AND amount_cents = NEW.amount_cents AND currency = NEW.currency
            AND order_id = NEW.order_id AND charge_id = NEW.charge_id
            AND customer_id = NEW.customer_id FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'refund without an approval of exactly this';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER refunds_within_bounds BEFORE INSERT ON refunds
        FOR EACH ROW EXECUTE FUNCTION refunds_within_bounds();
    -- A refund that gave nothing does not count; one that comes back to life counts again.
    CREATE TRIGGER refunds_back_within_bounds BEFORE UPDATE OF status ON refunds
        FOR EACH ROW WHEN (OLD.status IN ('failed', 'refused')
            AND NEW.status NOT IN ('failed', 'refused'))
        EXECUTE FUNCTION refunds_within_bounds();

    CREATE TABLE disputes (
        id           text PRIMARY KEY,
        charge_id    text NOT NULL,
        status       text NOT NULL,
        refundable   boolean NOT NULL DEFAULT false,
        opened_at    timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX disputes_of_charge ON disputes (charge_id);

    GRANT SELECT, INSERT, UPDATE ON refunds, disputes TO nervous_runtime;
    """)


def downgrade() -> None:
    op.execute("""
    DROP TABLE disputes;
    DROP TABLE refunds;
    DROP FUNCTION refunds_within_bounds();
    DROP FUNCTION refunds_keep_frozen();
    """)
