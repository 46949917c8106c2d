"""The fast path: what is asked most goes past SQLAlchemy's Core, straight to the driver. All of it is here.

A save is measured in single milliseconds, of which Core takes more than the database. What this file knows of
SQLAlchemy is private to it, so its minor release is pinned; `tests/service/storage/test_fast_path.py` holds every row
against the one that Core writes or reads.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import orjson
from sqlalchemy import (
    ARRAY,
    BigInteger,
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

from scoring import Sample
from scoring.line_index import MOST_COPIES, MOST_SAMPLES
from service.records import ArticleRecord, ReportRecord
from service.storage import lines
from service.storage.articles import BY_CONTENT, BY_IDENTITY, article_row, finding_rows, report_row
from service.storage.engines import write_json
from service.storage.tables import article, finding, mark, report

Pair = tuple[ArticleRecord, ReportRecord]
Samples = Mapping[int, Sequence[Sample]]
T = TypeVar("T")

# So many articles are read of one line: what `service.reports.keeping` keeps of it at most, each text several times.
MOST_ROWS = MOST_SAMPLES * MOST_COPIES
# One probe of the index a line on either database. A line that an earlier release kept under more articles than are
# needed is read no further, from the article that was stored first.
_SQLITE = f"""
SELECT mark.digest, mark.article_id, mark.work, mark.second, mark.outlet
FROM json_each(?) AS wanted CROSS JOIN mark ON mark.digest = wanted.value
WHERE mark.article_id IN (
    SELECT few.article_id FROM mark AS few
    WHERE few.digest = wanted.value ORDER BY few.article_id LIMIT {MOST_ROWS}
)
"""
_POSTGRES = f"""
SELECT few.digest, few.article_id, few.work, few.second, few.outlet
FROM unnest($1::bigint[]) AS wanted (digest) CROSS JOIN LATERAL (
    SELECT mark.digest, mark.article_id, mark.work, mark.second, mark.outlet FROM mark
    WHERE mark.digest = wanted.digest ORDER BY mark.article_id LIMIT {MOST_ROWS}
) AS few
"""


def in_greenlet(work: Callable[..., T], *args: Any) -> Awaitable[T]:
    """Run work on a synchronous connection of an asynchronous engine: one greenlet, where AsyncEngine takes three and a task."""
    from sqlalchemy.util import greenlet_spawn

    return greenlet_spawn(work, *args)


def driver_of(connection: Connection) -> Any:
    """The driver's own connection below one of SQLAlchemy's."""
    return connection.connection.driver_connection


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


@cache
def on_postgres() -> "PostgresStatements":
    """The statements for PostgreSQL, compiled when they are needed first: their dialect is not in every installation."""
    return PostgresStatements()


class PostgresStatements:
    """Statements as asyncpg takes them."""

    def __init__(self) -> None:
        from sqlalchemy.dialects.postgresql import asyncpg

        self.save = Prepared(_postgres_save(), database=asyncpg)
        self.has_identity = Prepared(select(article.c.id).where(BY_IDENTITY), database=asyncpg)
        self.has_content = Prepared(select(article.c.id).where(BY_CONTENT), database=asyncpg)


def known_on_sqlite(
    connection: Connection, site: str | None, external_id: str | None, content_hash: str
) -> bool:
    """Whether there is an article of this identity or content, at a fifth of the price of asking through Core."""
    driver = driver_of(connection)
    if site is None or external_id is None:
        return HAS_CONTENT.any(driver, {"content_hash": content_hash})
    return HAS_IDENTITY.any(driver, {"site": site, "external_id": external_id})


def known_on_postgres(
    connection: Connection, site: str | None, external_id: str | None, content_hash: str
) -> bool:
    """The same on PostgreSQL."""
    if site is None or external_id is None:
        has, given = on_postgres().has_content, {"content_hash": content_hash}
    else:
        has, given = on_postgres().has_identity, {"site": site, "external_id": external_id}
    return connection.exec_driver_sql(has.sql, has.values(given)).first() is not None


def add_on_sqlite(connection: Connection, pairs: Sequence[Pair]) -> None:
    """Save new articles on SQLite, all of them in four calls of the driver, past SQLAlchemy.

    Raises IntegrityError or OperationalError, as SQLAlchemy would.
    """
    if not pairs:
        return
    driver = driver_of(connection)
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


def add_on_postgres(connection: Connection, pairs: Sequence[Pair]) -> None:
    """Save new articles on PostgreSQL, each in one statement."""
    if pairs:
        save = on_postgres().save
        rows = [save.values(_postgres_parameters(*pair)) for pair in pairs]
        connection.exec_driver_sql(save.sql, rows if len(rows) > 1 else rows[0])


def samples(connection: Connection, digests: Sequence[int], besides: str | None) -> Samples:
    """In which articles lines stand, but for the article `besides`: one query, one probe of an index a line."""
    # Mostly nothing is found, which the driver tells at a fraction of the price of a query through SQLAlchemy.
    rows: Iterable[Any]
    if connection.dialect.name == "sqlite":
        rows = driver_of(connection).execute(_SQLITE, (orjson.dumps(list(digests)).decode(),))
    else:
        rows = connection.exec_driver_sql(_POSTGRES, (list(digests),))
    found: defaultdict[int, list[Sample]] = defaultdict(list)
    for digest, article_id, *sample in rows:
        if article_id != besides:
            found[digest].append(Sample(*sample))
    return dict(found)


def _bound(names: Sequence[str], prefix: str) -> dict[str, Any]:
    return {name: bindparam(prefix + name) for name in names}


def _postgres_save() -> Executable:
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
            _lines_part(),
        )
    )


def _postgres_parameters(saved: ArticleRecord, judged: ReportRecord) -> dict[str, Any]:
    """What `_postgres_save` needs to save one new article with its report."""
    findings = [
        {"number": f.number, "code": f.code, "family": f.family, "severity": f.severity, "points": f.points}
        for f in judged.findings
    ]
    parameters = {f"a_{name}": value for name, value in article_row(saved, judged).items()}
    parameters |= {f"r_{name}": value for name, value in report_row(saved, judged).items()}
    return parameters | {"findings": orjson.dumps(findings).decode()} | _lines_parameters(saved)


def _lines_part() -> Any:
    """The part of the statement that saves a new article which keeps its lines."""
    numbers = ARRAY(BigInteger)
    given = cast(bindparam("m_digests", type_=numbers), numbers)
    one = func.unnest(given).table_valued("digest").render_derived()
    new = select(
        one.c.digest,
        bindparam("m_article_id", type_=mark.c.article_id.type),
        bindparam("m_work", type_=BigInteger),
        bindparam("m_second", type_=BigInteger),
        bindparam("m_outlet", type_=BigInteger),
    )
    return insert(mark).from_select(list(mark.c), new).cte("marked")


def _lines_parameters(saved: ArticleRecord) -> dict[str, Any]:
    """The parameters of `_lines_part`."""
    marks = saved.marks
    return {
        "m_article_id": saved.id,
        "m_digests": list(marks.digests) if marks else [],
        "m_work": marks.work if marks else 0,
        "m_second": marks.second if marks else 0,
        "m_outlet": marks.outlet if marks else None,
    }
