"""Keys bound to sites, who sent an article, whose verdict one is, and for whom looks and messages are made."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_key", sa.Column("sites", sa.JSON()))
    op.add_column("article", sa.Column("sent_by", sa.Text()))
    op.create_index("ix_article_sent_by", "article", ["sent_by", "received_at", "id"])
    op.add_column("feedback", sa.Column("caller", sa.Text(), nullable=False, server_default=""))
    # Until now a verdict was a key's, or an address's.
    op.execute("UPDATE feedback SET caller = giver")
    for table in ("recheck", "announcement"):
        op.add_column(table, sa.Column("sent_by", sa.Text(), nullable=False, server_default=""))
        op.create_index(f"ix_{table}_share", table, ["sent_by", "due_at"])


def downgrade() -> None:
    for table in ("announcement", "recheck"):
        op.drop_index(f"ix_{table}_share", table)
        op.drop_column(table, "sent_by")
    op.drop_column("feedback", "caller")
    op.drop_index("ix_article_sent_by", "article")
    op.drop_column("article", "sent_by")
    op.drop_column("api_key", "sites")
