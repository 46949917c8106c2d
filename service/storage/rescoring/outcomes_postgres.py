"""What became of a range's articles, written to PostgreSQL: two statements, however many articles there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from service.storage.rescoring.outcomes import finding_rows, judged_again, outcome_row, report_row, to_tell
from service.storage.rescoring_records import Outcome, Run

REPORTS = """
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

OUTCOMES = """
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


def write_outcomes(connection: Connection, run: Run, outcomes: Sequence[Outcome]) -> None:
    """Write new reports beside the old ones, and what moved. What is there already stays as it is."""
    if made := judged_again(outcomes):
        reports = _columns(REPORT, [report_row(outcome) for outcome in made])
        findings = _columns(FINDING, [row for outcome in made for row in finding_rows(outcome)])
        connection.exec_driver_sql(REPORTS, (*reports, run.ruleset, run.created_at, *findings))
    if kept := to_tell(outcomes):
        rows = _columns(OUTCOME, [outcome_row(outcome) for outcome in kept])
        connection.exec_driver_sql(OUTCOMES, (run.id, *rows))


def _columns(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    return [[row[name] for row in rows] for name in names]
