"""Two reviewers to play with, on a laptop only."""

import os

from alembic import op

revision = "0009_local_reviewers"
down_revision = "0008_refunds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Known names have no business where money is real: production adds its own reviewers.
    if os.environ.get("APP_ENV", "production") != "local":
        return
    op.execute("""
    INSERT INTO reviewers (id, name, email, slack_user_id)
    SELECT * FROM (VALUES
        ('rita', 'Rita Castro', 'rita@support.example', 'U0RITA'),
        ('sam',  'Sam Adeyemi', 'sam@support.example',  'U0SAM')) AS two
    WHERE NOT EXISTS (SELECT FROM reviewers);
    """)


def downgrade() -> None:
    op.execute("""
    DELETE FROM reviewers WHERE id IN ('rita', 'sam')
        AND NOT EXISTS (SELECT FROM decisions WHERE reviewer_id = reviewers.id);
    """)
