"""The articles of a range and what became of them, as rows; `outcomes_sqlite` and `outcomes_postgres` write these."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Text, and_, cast, func, null, select

from service.storage.dialects import insert_into
from service.storage.rescoring.runs import conditions
from service.storage.rescoring_records import Chunk, NewReport, Outcome, Run, StoredArticle
from service.storage.rescoring_tables import rescore_evidence, rescored
from service.storage.tables import article, report


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


def judged_again(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes that made a new report."""
    return [outcome for outcome in outcomes if outcome.report is not None]


def to_tell(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes that a run keeps: those with a new report or an error."""
    return [outcome for outcome in outcomes if outcome.report is not None or outcome.error is not None]


def report_row(outcome: Outcome) -> dict[str, Any]:
    """What an outcome adds to the report that it replaces. Raises ValueError where it made none."""
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


def finding_rows(outcome: Outcome) -> list[dict[str, Any]]:
    """The findings of an outcome's report. Raises ValueError where it made none."""
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


def outcome_row(outcome: Outcome) -> dict[str, Any]:
    """What a run keeps of an article, its drift as JSON's text."""
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
