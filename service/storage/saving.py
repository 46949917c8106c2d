"""An article, its report and its findings: many at once on SQLite, in one statement on PostgreSQL."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import (
    Connection,
    Executable,
    Float,
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
from sqlalchemy.exc import IntegrityError, OperationalError

from service.storage import marking
from service.storage.engines import write_json
from service.storage.reading import BY_CONTENT, BY_IDENTITY
from service.storage.records import ArticleRecord, ReportRecord
from service.storage.rows import article_row, finding_rows, report_row
from service.storage.tables import article, finding, mark, report, revision

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


class Prepared:
    """A statement as a driver takes it: compiled once, its parameters turned into tuples."""

    def __init__(self, statement: Any, names: Sequence[str] | None = None, database: Any = sqlite) -> None:
        dialect = database.dialect(json_serializer=write_json)
        compiled = statement.compile(dialect=dialect, column_keys=names)
        self.sql = str(compiled)
        self._columns: list[tuple[str, Callable[[Any], Any] | None]] = []
        for name in compiled.positiontup:
            kind = compiled.binds[name].type
            self._columns.append((name, kind.dialect_impl(dialect).bind_processor(dialect)))

    def values(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """A row as the driver takes it."""
        return tuple(
            [row[name] if process is None else process(row[name]) for name, process in self._columns]
        )

    def any(self, driver: sqlite3.Connection, row: Mapping[str, Any]) -> bool:
        """Whether it selects anything."""
        return bool(driver.execute(self.sql, self.values(row)).fetchall())

    def run(self, driver: sqlite3.Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it for each row, in one call of the driver."""
        driver.executemany(self.sql, [self.values(row) for row in rows])


SQLITE_RETIRE = Prepared(_retire(sqlite, ""), ["id", "content_hash"])
SQLITE_PUT = Prepared(_put(sqlite), article.c.keys())
SQLITE_REPORT = Prepared(insert(report), report.c.keys())
SQLITE_FINDING = Prepared(insert(finding), finding.c.keys())
SQLITE_UNMARK = Prepared(marking.unmark(), ["article_id"])
SQLITE_MARK = Prepared(insert(mark), mark.c.keys())
HAS_IDENTITY = Prepared(select(article.c.id).where(BY_IDENTITY))
HAS_CONTENT = Prepared(select(article.c.id).where(BY_CONTENT))


def save_many(connection: Connection, saves: Sequence[tuple[ArticleRecord, ReportRecord]]) -> None:
    """Save all of them in six calls of the driver, past SQLAlchemy. No article may be among them twice."""
    if not saves:
        return
    driver: Any = connection.connection.driver_connection
    articles = [article_row(*save) for save in saves]
    try:
        SQLITE_RETIRE.run(driver, articles)
        SQLITE_PUT.run(driver, articles)
        SQLITE_REPORT.run(driver, [report_row(*save) for save in saves])
        findings = [row for _, report in saves for row in finding_rows(report)]
        if findings:
            SQLITE_FINDING.run(driver, findings)
        marked = [saved for saved, _ in saves if saved.marks is not None]
        SQLITE_UNMARK.run(driver, [{"article_id": saved.id} for saved in marked])
        SQLITE_MARK.run(driver, [row for saved in marked for row in marking.rows(saved)])
    # Whoever waits knows SQLAlchemy's errors.
    except sqlite3.IntegrityError as error:
        raise IntegrityError(None, None, error) from error
    except sqlite3.OperationalError as error:
        raise OperationalError(None, None, error) from error


def postgres_save() -> Executable:
    """One statement that saves an article, its report and its findings."""
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
            *marking.postgres_parts(),
        )
    )


def postgres_parameters(saved: ArticleRecord, judged: ReportRecord) -> dict[str, Any]:
    """What `postgres_save` needs to save one article with its report."""
    findings = [
        {"number": f.number, "code": f.code, "family": f.family, "severity": f.severity, "points": f.points}
        for f in judged.findings
    ]
    parameters = {f"a_{name}": value for name, value in article_row(saved, judged).items()}
    parameters |= {f"r_{name}": value for name, value in report_row(saved, judged).items()}
    return parameters | {"findings": orjson.dumps(findings).decode()} | marking.postgres_parameters(saved)
