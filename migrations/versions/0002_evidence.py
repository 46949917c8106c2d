"""What was learnt outside, which articles asked for it, what is asked again, and webhooks under way."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "verdict",
        sa.Column("id", ID, nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_verdict"),
    )
    op.create_table(
        "cited",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("verdict_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "verdict_id", name="pk_cited"),
        _of("cited", "article"),
        _of("cited", "verdict"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cited_verdict_id", "cited", ["verdict_id"])
    op.create_table(
        "recheck",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("announce", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_recheck"),
        _of("recheck", "article"),
    )
    op.create_index("ix_recheck_due_at", "recheck", ["due_at"])
    op.create_table(
        "announcement",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_announcement"),
        _of("announcement", "article"),
    )
    for column in ("article_id", "due_at"):
        op.create_index(f"ix_announcement_{column}", "announcement", [column])


def downgrade() -> None:
    for table in ("announcement", "recheck", "cited", "verdict"):
        op.drop_table(table)


def _of(table: str, parent: str) -> sa.ForeignKeyConstraint:
    column = f"{parent}_id"
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
