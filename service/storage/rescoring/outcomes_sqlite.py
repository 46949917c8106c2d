"""What became of a range's articles, written to SQLite: one call of the driver for each table."""

from collections.abc import Sequence

from sqlalchemy import Connection, Text, bindparam, cast, func, select
from sqlalchemy.dialects import sqlite

from service.storage.rescoring.outcomes import finding_rows, judged_again, outcome_row, report_row, to_tell
from service.storage.rescoring_records import Outcome, Run
from service.storage.rescoring_tables import rescored
from service.storage.tables import Moment, article, finding, report

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
REPORT = (
    sqlite.insert(report)
    .from_select(list(_NEW), select(*_NEW.values()).where(_OLD.c.id == bindparam("new_replaces", type_=Text)))
    .on_conflict_do_nothing()
)


def write_outcomes(connection: Connection, run: Run, outcomes: Sequence[Outcome]) -> None:
    """Write new reports beside the old ones, and what moved. What is there already stays as it is."""
    # One transaction holds the database, so whoever is there now is there when it ends.
    kept = to_tell(outcomes)
    ids = [outcome.article_id for outcome in kept]
    there = set(connection.execute(select(article.c.id).where(article.c.id.in_(ids))).scalars())
    kept = [outcome for outcome in kept if outcome.article_id in there]
    shared = {"new_ruleset": run.ruleset, "new_scored_at": run.created_at}
    if made := judged_again(kept):
        rows = [
            {f"new_{name}": value for name, value in report_row(outcome).items()} | shared for outcome in made
        ]
        connection.execute(REPORT, rows)
        findings = [row for outcome in made for row in finding_rows(outcome)]
        if findings:
            connection.execute(sqlite.insert(finding).on_conflict_do_nothing(), findings)
    if kept:
        put = sqlite.insert(rescored).on_conflict_do_nothing()
        drift = [
            outcome_row(outcome)
            | {
                "run_id": run.id,
                "added": dict(outcome.added) or None,
                "removed": dict(outcome.removed) or None,
            }
            for outcome in kept
        ]
        connection.execute(put, drift)
