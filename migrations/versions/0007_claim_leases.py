"""Whose a claim on an idempotency key is, and until when: one whose process died is free again in seconds."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("idempotency", sa.Column("holder", sa.Text()))
    op.add_column("idempotency", sa.Column("lease_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("idempotency", "lease_until")
    op.drop_column("idempotency", "holder")
