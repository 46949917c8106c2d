"""By which lines articles are known again, what readers said of findings, and which checks that put in the shadow."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mark",
        sa.Column("digest", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("work", sa.BigInteger(), nullable=False),
        sa.Column("second", sa.BigInteger(), nullable=False),
        sa.Column("outlet", sa.BigInteger()),
        sa.PrimaryKeyConstraint("digest", "article_id", name="pk_mark"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_mark_article_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mark_article_id", "mark", ["article_id"])
    op.create_table(
        "feedback",
        sa.Column("report_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("giver", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("given_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("report_id", "number", "giver", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["report_id", "number"],
            ["finding.report_id", "finding.number"],
            name="fk_feedback_report_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_feedback_code", "feedback", ["code", "agrees"])
    op.create_table(
        "shadow",
        sa.Column("code", ID, nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("disagreed", sa.Integer(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_shadow"),
    )


def downgrade() -> None:
    for table in ("shadow", "feedback", "mark"):
        op.drop_table(table)
