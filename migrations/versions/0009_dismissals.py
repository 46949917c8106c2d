"""Findings that somebody found all right, with the reason."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "dismissal",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("fingerprint", ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text()),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "fingerprint", name="pk_dismissal"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_dismissal_article_id", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("dismissal")
