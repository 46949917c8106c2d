"""Rescoring: its ledger, and what it made beside the old reports. The queue's tables are the queue's to make."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
COUNTERS = (
    "judged", "same", "failed", "skipped", "band_moved",
    "down_20", "down_10", "down_5", "down_1", "still", "up_1", "up_5", "up_10", "up_20", "incomparable",
)  # fmt: skip


def upgrade() -> None:
    _ledger()
    _results()


def _ledger() -> None:
    op.create_table(
        "rescore_run",
        sa.Column("id", ID, nullable=False),
        sa.Column("ruleset", sa.Text(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.Column("chunk_size", sa.Integer(), nullable=False),
        sa.Column("max_rate", sa.Float(53)),
        sa.Column("drift_limit", sa.Float(53), nullable=False),
        sa.Column("refresh_evidence", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cursor", ID, nullable=False),
        sa.Column("last_id", ID, nullable=False),
        sa.Column("handed_out", sa.Integer(), nullable=False),
        sa.Column("exhausted", sa.Boolean(), nullable=False),
        sa.Column("slot_at", TIME),
        sa.Column("refresh_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_rescore_run"),
    )
    op.create_index("ix_rescore_run_newest", "rescore_run", ["created_at", "id"])
    op.create_index("ix_rescore_run_state", "rescore_run", ["state"])
    op.create_table(
        "rescore_chunk",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lo", ID, nullable=False),
        sa.Column("hi", ID, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("lease_until", TIME),
        sa.Column("finished_at", TIME),
        sa.Column("seconds", sa.Float(53)),
        *(sa.Column(name, sa.Integer(), nullable=False, server_default="0") for name in COUNTERS),
        _of("rescore_chunk", "run_id", "rescore_run"),
        sa.PrimaryKeyConstraint("run_id", "number", name="pk_rescore_chunk"),
    )
    op.create_index("ix_rescore_chunk_state", "rescore_chunk", ["run_id", "state", "number"])
    op.create_index("ix_rescore_chunk_finished", "rescore_chunk", ["run_id", "finished_at"])
    op.create_table(
        "rescore_attempt",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("error", sa.Text()),
        _of("rescore_attempt", "run_id", "rescore_run"),
        sa.PrimaryKeyConstraint("id", name="pk_rescore_attempt"),
    )
    op.create_index("ix_rescore_attempt_chunk", "rescore_attempt", ["run_id", "number"])


def _results() -> None:
    op.create_table(
        "rescored",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("report_id", ID),
        sa.Column("replaces", ID),
        sa.Column("change", sa.Float(53)),
        sa.Column("band_before", sa.Text()),
        sa.Column("band", sa.Text()),
        sa.Column("added", sa.JSON()),
        sa.Column("removed", sa.JSON()),
        sa.Column("error", sa.Text()),
        _of("rescored", "run_id", "rescore_run"),
        _of("rescored", "article_id", "article"),
        sa.PrimaryKeyConstraint("run_id", "article_id", name="pk_rescored"),
    )
    for column in ("article_id", "report_id"):
        op.create_index(f"ix_rescored_{column}", "rescored", [column])
    op.create_table(
        "rescore_evidence",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        _of("rescore_evidence", "run_id", "rescore_run"),
        _of("rescore_evidence", "article_id", "article"),
        sa.PrimaryKeyConstraint("run_id", "article_id", name="pk_rescore_evidence"),
    )
    op.create_index("ix_rescore_evidence_article_id", "rescore_evidence", ["article_id"])
    op.create_table(
        "current_ruleset",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("since", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_current_ruleset"),
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _run_script(DROP_QUEUE)
    for table in (
        "current_ruleset", "rescore_evidence", "rescored", "rescore_attempt", "rescore_chunk", "rescore_run",
    ):  # fmt: skip
        op.drop_table(table)


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )


def _run_script(script: str) -> None:
    # Past SQLAlchemy, which sends prepared statements, one at a time; the transaction is the same.
    driver = op.get_bind().connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(script))  # type: ignore[union-attr]


DROP_QUEUE = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT c.oid::regclass AS name FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname LIKE 'procrastinate\\_%'
    LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = current_schema() AND p.proname LIKE 'procrastinate\\_%'
    LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT t.oid::regtype AS name FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = current_schema() AND t.typtype IN ('e', 'c') AND t.typname LIKE 'procrastinate\\_%'
    LOOP
        EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', found.name);
    END LOOP;
END
$$;
"""
