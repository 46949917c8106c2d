"""The articles of a range and what became of them: read in one query, written in one statement each."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Text, and_, bindparam, cast, func, null, select
from sqlalchemy.dialects import sqlite

from service.storage.dialects import insert_into
from service.storage.rescoring.runs import conditions
from service.storage.rescoring_records import Chunk, NewReport, Outcome, Run, StoredArticle
from service.storage.rescoring_tables import rescore_evidence, rescored
from service.storage.tables import Moment, article, finding, report

POSTGRES_REPORTS = """
WITH given AS (
    SELECT * FROM unnest(
        $1::text[], $2::text[], $3::float8[], $4::text[], $5::float8[], $6::bytea[], $7::text[]
    ) AS given (id, replaces, score, band, confidence, body, evidence)
), put AS (
    INSERT INTO report
        (id, article_id, content_hash, ruleset, scored_at, score, band, confidence, body, evidence)
    SELECT given.id, old.article_id, old.content_hash, $8::text, $9::timestamptz, given.score, given.band,
        given.confidence, given.body, coalesce(given.evidence::json, old.evidence)
    FROM given JOIN report AS old ON old.id = given.replaces
    ON CONFLICT (id) DO NOTHING RETURNING id
)
INSERT INTO finding (report_id, number, code, family, severity, points)
SELECT found.* FROM unnest(
    $10::text[], $11::int[], $12::text[], $13::text[], $14::text[], $15::float8[]
) AS found (report_id, number, code, family, severity, points)
JOIN put ON put.id = found.report_id
"""

POSTGRES_OUTCOMES = """
INSERT INTO rescored
    (run_id, article_id, report_id, replaces, change, band_before, band, added, removed, error)
SELECT $1::text, given.article_id, given.report_id, given.replaces, given.change, given.band_before, given.band,
    given.added::json, given.removed::json, given.error
FROM unnest(
    $2::text[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[]
) AS given (article_id, report_id, replaces, change, band_before, band, added, removed, error)
JOIN article ON article.id = given.article_id
ON CONFLICT DO NOTHING
"""

FINDING = ("report_id", "number", "code", "family", "severity", "points")
REPORT = ("id", "replaces", "score", "band", "confidence", "body", "evidence")
OUTCOME = (
    "article_id",
    "report_id",
    "replaces",
    "change",
    "band_before",
    "band",
    "added",
    "removed",
    "error",
)


def articles_of(connection: Connection, run: Run, chunk: Chunk) -> list[StoredArticle]:
    """The chosen articles of a range with their newest reports, in the order of their ids."""
    fresh = and_(rescore_evidence.c.run_id == run.id, rescore_evidence.c.article_id == article.c.id)
    evidence: Any = cast(report.c.evidence, Text)
    refreshed: Any = null()
    joined: Any = article.join(report, report.c.id == article.c.newest_report)
    if run.refresh_evidence:
        joined = joined.outerjoin(rescore_evidence, fresh)
        refreshed = cast(rescore_evidence.c.evidence, Text)
    query = select(
        article.c.id,
        article.c.external_id,
        cast(article.c.submission, Text).label("submission"),
        report.c.id.label("report_id"),
        report.c.ruleset,
        report.c.scored_at,
        report.c.score,
        report.c.band,
        report.c.body,
        func.coalesce(refreshed, evidence).label("evidence"),
        refreshed.is_not(None).label("refreshed"),
    ).select_from(joined)
    query = query.where(article.c.id > chunk.lo, article.c.id <= chunk.hi, *conditions(run.chosen))
    return [_stored(row) for row in connection.execute(query.order_by(article.c.id))]


def _stored(row: Any) -> StoredArticle:
    return StoredArticle(
        row.id,
        row.external_id,
        row.submission,
        row.report_id,
        row.ruleset,
        row.scored_at,
        row.score,
        row.band,
        row.body,
        row.evidence,
        bool(row.refreshed),
    )


def write_outcomes(connection: Connection, run: Run, outcomes: Sequence[Outcome]) -> None:
    """Write new reports beside the old ones, and what moved. What is there already stays as it is."""
    made = [outcome for outcome in outcomes if outcome.report is not None]
    told = [outcome for outcome in outcomes if outcome.report is not None or outcome.error is not None]
    if connection.dialect.name == "postgresql":
        _write_postgres(connection, run, made, told)
    else:
        _write_sqlite(connection, run, made, told)


def _write_postgres(
    connection: Connection, run: Run, made: Sequence[Outcome], told: Sequence[Outcome]
) -> None:
    if made:
        reports = _columns(REPORT, [_report_row(outcome) for outcome in made])
        findings = _columns(FINDING, [row for outcome in made for row in _finding_rows(outcome)])
        values = (*reports, run.ruleset, run.created_at, *findings)
        connection.exec_driver_sql(POSTGRES_REPORTS, values)
    if told:
        rows = _columns(OUTCOME, [_outcome_row(outcome) for outcome in told])
        connection.exec_driver_sql(POSTGRES_OUTCOMES, (run.id, *rows))


def _columns(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    return [[row[name] for row in rows] for name in names]


def _report_row(outcome: Outcome) -> dict[str, Any]:
    new = _made(outcome)
    return {
        "id": new.id,
        "replaces": outcome.replaces,
        "score": new.score,
        "band": new.band,
        "confidence": new.confidence,
        "body": new.body,
        "evidence": new.evidence,
    }


def _finding_rows(outcome: Outcome) -> list[dict[str, Any]]:
    new = _made(outcome)
    return [
        {
            "report_id": new.id,
            "number": found.number,
            "code": found.code,
            "family": found.family,
            "severity": found.severity,
            "points": found.points,
        }
        for found in new.findings
    ]


def _outcome_row(outcome: Outcome) -> dict[str, Any]:
    new = outcome.report
    return {
        "article_id": outcome.article_id,
        "report_id": new.id if new else None,
        "replaces": outcome.replaces,
        "change": outcome.change,
        "band_before": outcome.band_before,
        "band": new.band if new else None,
        "added": orjson.dumps(outcome.added).decode() if outcome.added else None,
        "removed": orjson.dumps(outcome.removed).decode() if outcome.removed else None,
        "error": outcome.error,
    }


def _made(outcome: Outcome) -> NewReport:
    if outcome.report is None:
        raise ValueError(f"article {outcome.article_id} has no new report")
    return outcome.report


_OLD = report.alias("old")
_NEW = {
    "id": bindparam("new_id", type_=Text),
    "article_id": _OLD.c.article_id,
    "content_hash": _OLD.c.content_hash,
    "ruleset": bindparam("new_ruleset", type_=Text),
    "scored_at": bindparam("new_scored_at", type_=Moment),
    **{
        name: bindparam(f"new_{name}", type_=report.c[name].type)
        for name in ("score", "band", "confidence", "body")
    },
    # Text, since it is JSON's text that is at hand, and SQLite keeps just that.
    "evidence": func.coalesce(bindparam("new_evidence", type_=Text), cast(_OLD.c.evidence, Text)),
}
SQLITE_REPORT = (
    sqlite.insert(report)
    .from_select(list(_NEW), select(*_NEW.values()).where(_OLD.c.id == bindparam("new_replaces", type_=Text)))
    .on_conflict_do_nothing()
)


def _write_sqlite(connection: Connection, run: Run, made: Sequence[Outcome], told: Sequence[Outcome]) -> None:
    # One transaction holds the database, so whoever is there now is there when it ends.
    ids = [outcome.article_id for outcome in told]
    there = set(connection.execute(select(article.c.id).where(article.c.id.in_(ids))).scalars())
    made = [outcome for outcome in made if outcome.article_id in there]
    told = [outcome for outcome in told if outcome.article_id in there]
    shared = {"new_ruleset": run.ruleset, "new_scored_at": run.created_at}
    if made:
        rows = [
            {f"new_{name}": value for name, value in _report_row(outcome).items()} | shared
            for outcome in made
        ]
        connection.execute(SQLITE_REPORT, rows)
        findings = [row for outcome in made for row in _finding_rows(outcome)]
        if findings:
            connection.execute(sqlite.insert(finding).on_conflict_do_nothing(), findings)
    if told:
        put = sqlite.insert(rescored).on_conflict_do_nothing()
        outcomes = [
            _outcome_row(outcome)
            | {
                "run_id": run.id,
                "added": dict(outcome.added) or None,
                "removed": dict(outcome.removed) or None,
            }
            for outcome in told
        ]
        connection.execute(put, outcomes)


def keep_evidence(connection: Connection, run_id: str, article_id: str, evidence: Mapping[str, Any]) -> None:
    """Keep fresh evidence until the article is judged; nothing where it has been erased."""
    there = connection.execute(select(article.c.id).where(article.c.id == article_id)).first()
    if there is None:
        return
    put = insert_into(connection, rescore_evidence)
    put = put.on_conflict_do_update(
        index_elements=["run_id", "article_id"], set_={"evidence": put.excluded.evidence}
    )
    connection.execute(put, {"run_id": run_id, "article_id": article_id, "evidence": dict(evidence)})


def drifts(connection: Connection, run_id: str, after: str, limit: int) -> list[Mapping[str, Any]]:
    """A page of the articles that got a new report or an error, in the order of their ids after `after`."""
    query = select(rescored).where(rescored.c.run_id == run_id, rescored.c.article_id > after)
    rows = connection.execute(query.order_by(rescored.c.article_id).limit(limit))
    return [dict(row._mapping) for row in rows]


def tally(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """What a range's articles come to, in the terms of COUNTERS."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        for name, number in outcome.counts().items():
            counts[name] = counts.get(name, 0) + number
    return counts
