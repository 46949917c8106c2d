"""An article, its report and its findings: many at once on SQLite, in one statement on PostgreSQL."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import (
    Connection,
    Executable,
    Float,
    Insert,
    Integer,
    Text,
    bindparam,
    cast,
    column,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from service.storage.records import ArticleRecord, ReportRecord
from service.storage.rows import article_row, finding_rows, report_row
from service.storage.tables import article, finding, report, revision

REVISED = [name for name in article.c.keys() if name != "id"]  # noqa: SIM118 - not a dict


def _retire(dialect: Any, prefix: str) -> Any:
    """Move the submission that is about to be replaced to `revision`."""
    old = select(article.c.id, article.c.content_hash, article.c.submission).where(
        article.c.id == bindparam(f"{prefix}id"),
        article.c.content_hash != bindparam(f"{prefix}content_hash"),
        article.c.submission.is_not(None),
    )
    return dialect.insert(revision).from_select(list(revision.c), old).on_conflict_do_nothing()


def _put(dialect: Any, values: dict[str, Any] | None = None) -> Any:
    """Insert an article, or replace all of it but its id."""
    put = dialect.insert(article)
    if values is not None:
        put = put.values(values)
    return put.on_conflict_do_update(
        index_elements=["id"], set_={name: put.excluded[name] for name in REVISED}
    )


def _bound(names: Sequence[str], prefix: str) -> dict[str, Any]:
    return {name: bindparam(prefix + name) for name in names}


SQLITE_RETIRE = _retire(sqlite, "")
SQLITE_PUT = _put(sqlite)
SQLITE_REPORT: Insert = insert(report)
SQLITE_FINDING: Insert = insert(finding)


def save_many(connection: Connection, saves: Sequence[tuple[ArticleRecord, ReportRecord]]) -> None:
    """Save all of them in four calls of the driver. No article may be among them twice."""
    if not saves:
        return
    articles = [article_row(*save) for save in saves]
    connection.execute(
        SQLITE_RETIRE, [{"id": row["id"], "content_hash": row["content_hash"]} for row in articles]
    )
    connection.execute(SQLITE_PUT, articles)
    connection.execute(SQLITE_REPORT, [report_row(*save) for save in saves])
    findings = [row for _, report in saves for row in finding_rows(report)]
    if findings:
        connection.execute(SQLITE_FINDING, findings)


def _postgres_save() -> Executable:
    # Each part sees the tables as they were before; foreign keys are checked when the statement ends.
    names = [name for name in finding.c.keys() if name != "report_id"]  # noqa: SIM118 - not a dict
    kinds: dict[str, Any] = {"number": Integer, "points": Float(53)}
    given = (
        func.json_to_recordset(cast(bindparam("findings", type_=Text), postgresql.JSON))
        .table_valued(*(column(name, kinds.get(name, Text)) for name in names))
        .render_derived(name="given", with_types=True)
    )
    rows = select(bindparam("r_id", type_=Text), *(given.c[name] for name in names))
    return (
        insert(finding)
        .from_select(["report_id", *names], rows)
        .add_cte(
            _retire(postgresql, "a_").cte("retired"),
            _put(postgresql, _bound(article.c.keys(), "a_")).cte("put"),
            insert(report).values(_bound(report.c.keys(), "r_")).cte("reported"),
        )
    )


POSTGRES_SAVE = _postgres_save()


def postgres_parameters(saved: ArticleRecord, judged: ReportRecord) -> dict[str, Any]:
    """What `POSTGRES_SAVE` needs to save one article with its report."""
    findings = [
        {"number": f.number, "code": f.code, "family": f.family, "severity": f.severity, "points": f.points}
        for f in judged.findings
    ]
    parameters = {f"a_{name}": value for name, value in article_row(saved, judged).items()}
    parameters |= {f"r_{name}": value for name, value in report_row(saved, judged).items()}
    return parameters | {"findings": orjson.dumps(findings).decode()}
