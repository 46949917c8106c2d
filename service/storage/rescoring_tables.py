"""The tables of rescoring: runs, the ranges that they are cut into, who tried them, and what became of each article."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, Table, Text, exists

from service.storage.rescoring_records import COUNTERS, RunState
from service.storage.tables import Id, Json, Moment, metadata, reference, report

__all__ = [
    "current_ruleset",
    "metadata",
    "rescore_attempt",
    "rescore_chunk",
    "rescore_evidence",
    "rescore_run",
    "rescored",
]

# One rescoring of the archive. `cursor` is the last article id that was handed out, `last_id` the last one of all,
# `slot_at` when the next range may begin under `max_rate` (articles a second), `refresh_at` the same for look-ups.
rescore_run = Table(
    "rescore_run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ruleset", Text, nullable=False),
    Column("chosen", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("chunk_size", Integer, nullable=False),
    Column("max_rate", Float(53)),
    Column("drift_limit", Float(53), nullable=False),
    Column("refresh_evidence", Boolean, nullable=False),
    Column("total", Integer, nullable=False),
    Column("cursor", Id, nullable=False),
    Column("last_id", Id, nullable=False),
    Column("handed_out", Integer, nullable=False),
    Column("exhausted", Boolean, nullable=False),
    Column("slot_at", Moment),
    Column("refresh_at", Moment),
)
Index("ix_rescore_run_newest", rescore_run.c.created_at, rescore_run.c.id)
Index("ix_rescore_run_state", rescore_run.c.state)

# A range of article ids, after `lo` and up to `hi`. On PostgreSQL a row that is worked on is locked, on SQLite it is
# leased; either way its state stays what it was until the work is committed.
rescore_chunk = Table(
    "rescore_chunk",
    metadata,
    Column("run_id", Id, reference("rescore_run.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("lo", Id, nullable=False),
    Column("hi", Id, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("worker", Text),
    Column("lease_until", Moment),
    Column("finished_at", Moment),
    Column("seconds", Float(53)),
    *(Column(name, Integer, nullable=False, server_default="0") for name in COUNTERS),
)
Index("ix_rescore_chunk_state", rescore_chunk.c.run_id, rescore_chunk.c.state, rescore_chunk.c.number)
Index("ix_rescore_chunk_finished", rescore_chunk.c.run_id, rescore_chunk.c.finished_at)

# Written outside the transaction that does the work, so that an attempt that ends with its process is counted too.
# No foreign key to the chunk: it would wait for that chunk's lock.
rescore_attempt = Table(
    "rescore_attempt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("run_id", Id, reference("rescore_run.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("worker", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("error", Text),
)
Index("ix_rescore_attempt_chunk", rescore_attempt.c.run_id, rescore_attempt.c.number)

# What a run made of an article: `report_id` of a new report, `replaces` the one it stands beside, which findings
# came and went; or an error. Articles that came out the same have no row.
rescored = Table(
    "rescored",
    metadata,
    Column("run_id", Id, reference("rescore_run.id"), primary_key=True),
    Column("article_id", Id, reference("article.id"), primary_key=True),
    Column("report_id", Id),
    Column("replaces", Id),
    Column("change", Float(53)),
    Column("band_before", Text),
    Column("band", Text),
    Column("added", Json),
    Column("removed", Json),
    Column("error", Text),
)
Index("ix_rescored_article_id", rescored.c.article_id)
Index("ix_rescored_report_id", rescored.c.report_id)

# Fresh evidence that was fetched for a run and waits to be judged.
rescore_evidence = Table(
    "rescore_evidence",
    metadata,
    Column("run_id", Id, reference("rescore_run.id"), primary_key=True),
    Column("article_id", Id, reference("article.id"), primary_key=True),
    Column("evidence", Json, nullable=False),
)
Index("ix_rescore_evidence_article_id", rescore_evidence.c.article_id)

# Under which ruleset the stored articles stand: one row, put in place by the run that published last.
current_ruleset = Table(
    "current_ruleset",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Text, nullable=False),
    Column("run_id", Id, nullable=False),
    Column("before", Text),
    Column("since", Moment, nullable=False),
)

# A report that a run made is part of an article's history once a run that came to it is published.
_published = exists().where(
    rescored.c.report_id == report.c.id,
    rescored.c.run_id == rescore_run.c.id,
    rescore_run.c.state == RunState.PUBLISHED,
)
visible = ~exists().where(rescored.c.report_id == report.c.id) | _published
