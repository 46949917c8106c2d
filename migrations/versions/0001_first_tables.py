"""First tables: articles, their revisions, reports and findings; keys, idempotency keys, rulesets."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
IDENTIFIED = sa.text("site IS NOT NULL AND external_id IS NOT NULL")
ANONYMOUS = sa.text("site IS NULL OR external_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", ID, nullable=False),
        sa.Column("site", sa.Text()),
        sa.Column("external_id", sa.Text()),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("submission", sa.JSON()),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("newest_report", ID, nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
    )
    for name, column, where in (
        ("uq_article_identity", ["site", "external_id"], IDENTIFIED),
        ("uq_article_content", ["content_hash"], ANONYMOUS),
    ):
        op.create_index(name, "article", column, unique=True, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_article_newest", "article", ["received_at", "id"])
    op.create_index("ix_article_site", "article", ["site", "received_at", "id"])
    op.create_index("ix_article_band", "article", ["band", "received_at", "id"])
    op.create_table(
        "revision",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("submission", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_revision_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "content_hash", name="pk_revision"),
    )
    op.create_table(
        "report",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("ruleset", sa.Text(), nullable=False),
        sa.Column("scored_at", TIME, nullable=False),
        sa.Column("score", sa.Float(53)),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(53), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("evidence", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_report_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
    )
    op.create_index("ix_report_history", "report", ["article_id", "scored_at", "id"])
    op.create_table(
        "finding",
        sa.Column("report_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("points", sa.Float(53), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name="fk_finding_report_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_id", "number", name="pk_finding"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_finding_code", "finding", ["code", "report_id"])
    op.create_table(
        "api_key",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME),
        sa.Column("last_used_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
    )
    op.create_table(
        "idempotency",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("claimed_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", sa.JSON()),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("article_id", ID),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_idempotency_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("scope", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_article_id", "idempotency", ["article_id"])
    op.create_index("ix_idempotency_expires_at", "idempotency", ["expires_at"])
    op.create_table(
        "ruleset",
        sa.Column("version", ID, nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_ruleset"),
    )


def downgrade() -> None:
    for table in ("ruleset", "idempotency", "api_key", "finding", "report", "revision", "article"):
        op.drop_table(table)
