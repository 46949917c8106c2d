"""An article, its report and what follows from it, together or not at all."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError

from service.records import ArticleRecord, ReportRecord
from service.storage import followups, lines
from service.storage.articles import BY_CONTENT, BY_IDENTITY, article_row, finding_rows, report_row
from service.storage.dialects import insert_into
from service.storage.engines import write_json
from service.storage.errors import ConflictError
from service.storage.followups import FollowUp
from service.storage.tables import article, finding, mark, report, revision


@dataclass(frozen=True, slots=True)
class Save:
    """What is written together or not at all.

    `replaces` is the content_hash that the stored article must still have; None where the article is new.
    Without a `report`, the newest one stands and only the follow-up is written.
    """

    article: ArticleRecord
    report: ReportRecord | None
    replaces: str | None = None
    follow_up: FollowUp | None = None


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


SQLITE_ARTICLE = Prepared(insert(article), article.c.keys())
SQLITE_REPORT = Prepared(insert(report), report.c.keys())
SQLITE_FINDING = Prepared(insert(finding), finding.c.keys())
SQLITE_MARK = Prepared(insert(mark), mark.c.keys())
HAS_IDENTITY = Prepared(select(article.c.id).where(BY_IDENTITY))
HAS_CONTENT = Prepared(select(article.c.id).where(BY_CONTENT))


def add_many(connection: Connection, pairs: Sequence[tuple[ArticleRecord, ReportRecord]]) -> None:
    """Save new articles on SQLite, all of them in four calls of the driver, past SQLAlchemy.

    Raises IntegrityError or OperationalError, as SQLAlchemy would.
    """
    if not pairs:
        return
    driver: Any = connection.connection.driver_connection
    try:
        SQLITE_ARTICLE.run(driver, [article_row(*pair) for pair in pairs])
        SQLITE_REPORT.run(driver, [report_row(*pair) for pair in pairs])
        SQLITE_FINDING.run(driver, [row for _, report in pairs for row in finding_rows(report)])
        SQLITE_MARK.run(driver, [row for saved, _ in pairs for row in lines.rows(saved)])
    # Whoever waits knows SQLAlchemy's errors.
    except sqlite3.IntegrityError as error:
        raise IntegrityError(None, None, error) from error
    except sqlite3.OperationalError as error:
        raise OperationalError(None, None, error) from error


def put_later(connection: Connection, save: Save) -> None:
    """Put a later report beside a stored article, with the article's new content where it was revised.

    Raises ConflictError where the article was erased or revised since it was read: what is gone stays gone, and a
    report on an older text never takes the place of a newer one.
    """
    saved, judged = save.article, save.report
    stored = select(article.c.id).where(article.c.id == saved.id, article.c.content_hash == save.replaces)
    if connection.execute(stored.with_for_update(key_share=True)).first() is None:
        raise ConflictError(f"article {saved.id} was erased or revised meanwhile")
    if judged is not None:
        row = article_row(saved, judged)
        if saved.content_hash == save.replaces:
            row = {name: row[name] for name in ("newest_report", "band")}
        else:
            _retire(connection, saved.id)
        connection.execute(update(article).where(article.c.id == saved.id).values(row))
        connection.execute(insert(report), report_row(saved, judged))
        if judged.findings:
            connection.execute(insert(finding), finding_rows(judged))
        lines.put(connection, saved)


def _retire(connection: Connection, article_id: str) -> None:
    """Move the submission that is about to be replaced to `revision`."""
    old = select(article.c.id, article.c.content_hash, article.c.submission)
    old = old.where(article.c.id == article_id, article.c.submission.is_not(None))
    connection.execute(
        insert_into(connection, revision).from_select(list(revision.c), old).on_conflict_do_nothing()
    )


def put_follow_up(connection: Connection, save: Save) -> None:
    """Write what follows from a report, if anything, in the transaction that saved it."""
    if save.follow_up is not None:
        followups.write(connection, save.article.id, save.follow_up)


def _bound(names: Sequence[str], prefix: str) -> dict[str, Any]:
    return {name: bindparam(prefix + name) for name in names}


def postgres_save() -> Executable:
    """One statement that saves a new article, its report and its findings."""
    # Foreign keys are checked when the statement ends.
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
            insert(article).values(_bound(article.c.keys(), "a_")).cte("put"),
            insert(report).values(_bound(report.c.keys(), "r_")).cte("reported"),
            lines.postgres_part(),
        )
    )


def postgres_parameters(saved: ArticleRecord, judged: ReportRecord) -> dict[str, Any]:
    """What `postgres_save` needs to save one new article with its report."""
    findings = [
        {"number": f.number, "code": f.code, "family": f.family, "severity": f.severity, "points": f.points}
        for f in judged.findings
    ]
    parameters = {f"a_{name}": value for name, value in article_row(saved, judged).items()}
    parameters |= {f"r_{name}": value for name, value in report_row(saved, judged).items()}
    return parameters | {"findings": orjson.dumps(findings).decode()} | lines.postgres_parameters(saved)
