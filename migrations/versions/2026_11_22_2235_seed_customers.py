"""Five customers to play with, only where there are none."""

from alembic import op

revision = "0006_seed"
down_revision = "0005_audit_log"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
    DO $$ BEGIN
    IF EXISTS (SELECT FROM customers) THEN RETURN; END IF;
    INSERT INTO customers (id, email, name, tier) VALUES
        ('cus_sara', 'sara@example.com', 'Sara Lindqvist',  'pro'),
        ('cus_omar', 'omar@example.com', 'Omar Haddad',     'standard'),
        ('cus_mei',  'mei@example.com',  'Mei Tanaka',      'enterprise'),
        ('cus_luca', 'luca@example.com', 'Luca Moretti',    'standard'),
        ('cus_nia',  'nia@example.com',  'Nia Okafor',      'pro');
    INSERT INTO orders (id, customer_id, description, amount_cents, status, stripe_charge_id,
                        created_at) VALUES
        ('ord_1001', 'cus_sara', 'Pro plan, monthly',        4900, 'paid',   'ch_1001',
            now() - interval '3 days'),
        ('ord_1002', 'cus_sara', 'Pro plan, monthly',        4900, 'paid',   'ch_1002',
            now() - interval '3 days' + interval '2 minutes'),
        ('ord_1003', 'cus_omar', 'Starter plan, monthly',    1900, 'paid',   'ch_1003',
            now() - interval '9 days'),
        ('ord_1004', 'cus_mei',  'Enterprise plan, yearly', 480000, 'paid',  'ch_1004',
            now() - interval '40 days'),
        ('ord_1005', 'cus_mei',  'Extra seats, 10',          90000, 'paid',  'ch_1005',
            now() - interval '5 days'),
        ('ord_1006', 'cus_luca', 'Starter plan, monthly',    1900, 'failed', 'ch_1006',
            now() - interval '1 day'),
        ('ord_1007', 'cus_nia',  'Pro plan, monthly',        4900, 'paid',   'ch_1007',
            now() - interval '12 days'),
        ('ord_1008', 'cus_nia',  'Onboarding workshop',     25000, 'paid',   'ch_1008',
            now() - interval '20 days');
    END $$;
    """)


def downgrade() -> None:
    op.execute("""
    DELETE FROM orders WHERE id ~ '^ord_100[1-8]$'
        AND NOT EXISTS (SELECT FROM approvals WHERE order_id = orders.id);
    DELETE FROM customers WHERE id IN ('cus_sara', 'cus_omar', 'cus_mei', 'cus_luca', 'cus_nia')
        AND NOT EXISTS (SELECT FROM orders WHERE customer_id = customers.id)
        AND NOT EXISTS (SELECT FROM tickets WHERE customer_id = customers.id);
    """)
