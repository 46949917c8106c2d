"""What goes past SQLAlchemy's Core is what Core would have written and read."""

import asyncio
from datetime import UTC, datetime
from itertools import groupby

import pytest
from sqlalchemy import insert, select

from scoring import Sample
from service.records import KeptMarks
from service.storage import articles, fast_path, lines, open_store
from service.storage.articles import BY_CONTENT, BY_IDENTITY
from service.storage.tables import article, finding, mark, report

MARKS = KeptMarks((-5, 7, 2**63 - 1), work=11, second=-12, outlet=None)
TABLES = (article, report, finding, mark)


@pytest.fixture
def pairs(make):
    """Articles with everything, with nothing that may be missing, and with what is hard to write."""
    bare = {"site": None, "external_id": None, "title": None, "url": None, "submission": None}
    return [
        make(marks=MARKS),
        make(**bare, score=None, band="insufficient", evidence=None, codes=(), marks=None),
        make(
            title="“é”\U0001f30d",
            score=0.1 + 0.2,
            body=b"\x00\xff",
            submission={"z": [1, 2.5, None, True], "a": {}},
            received_at=datetime(2026, 11, 20, 8, tzinfo=UTC),
            marks=KeptMarks((7,), work=1, second=2, outlet=3),
        ),
    ]


def by_core(connection, pairs):
    """Write articles as Core does."""
    for saved, judged in pairs:
        connection.execute(insert(article), articles.article_row(saved, judged))
        connection.execute(insert(report), articles.report_row(saved, judged))
        for row in articles.finding_rows(judged):
            connection.execute(insert(finding), row)
        for row in lines.rows(saved):
            connection.execute(insert(mark), row)


def raw(connection):
    """Every row as it lies in the database, with the database's own types."""
    sqlite = connection.dialect.name == "sqlite"
    kept = {}
    for table in TABLES:
        kind = "typeof" if sqlite else "pg_typeof"
        columns = ", ".join(f"{name}, {kind}({name})" for name in table.c.keys())  # noqa: SIM118
        rows = connection.exec_driver_sql(f"SELECT {columns} FROM {table.name}")
        kept[table.name] = sorted(map(repr, rows))
    return kept


def test_rows_of_the_fast_path_equal_those_of_core(database_url, pairs):
    async def story():
        async with open_store(database_url) as store:
            fast = [store.gate.add, by_core]
            seen = []
            for put in fast:
                await store.gate.write(put, pairs)
                seen.append(await store.gate.read(raw))
                for saved, _ in pairs:
                    assert await store.erase(saved.id)
            one_by_one = []
            for saved, judged in pairs:
                await store.save(saved, judged)
            one_by_one.append(await store.gate.read(raw))
            return *seen, *one_by_one

    many, core, single = asyncio.run(story())
    assert [len(rows) for rows in core.values()] == [3, 3, 4, 4]
    assert many == core
    assert single == core


def samples_by_core(connection, digests, besides):
    query = select(mark).where(mark.c.digest.in_(digests), mark.c.article_id != besides)
    rows = connection.execute(query.order_by(mark.c.digest, mark.c.article_id))
    grouped = groupby(rows, key=lambda row: row.digest)
    return {digest: [Sample(row.work, row.second, row.outlet) for row in those] for digest, those in grouped}


def test_what_the_fast_path_finds_is_what_core_finds(database_url, pairs):
    named, bare, other = (saved for saved, _ in pairs)
    asked = [
        (named.site, named.external_id, "0" * 64),
        (named.site, "another post", named.content_hash),
        (None, None, bare.content_hash),
        (None, None, named.content_hash),
    ]

    async def story():
        async with open_store(database_url) as store:
            known = fast_path.known_on_sqlite
            if database_url.startswith("postgresql"):
                known = fast_path.known_on_postgres
            for saved, judged in pairs:
                await store.save(saved, judged)
            for site, external_id, content in asked:
                where = BY_CONTENT if site is None else BY_IDENTITY
                given = {"content_hash": content, "site": site, "external_id": external_id}
                core = await store.gate.read(
                    lambda c, where=where, given=given: c.execute(
                        select(article.c.id).where(where), given
                    ).first()
                )
                assert await store.gate.read(known, site, external_id, content) == (core is not None)
            wanted = [*MARKS.digests, 99]
            for besides in ("nobody", named.id, other.id):
                found = await store.gate.read(fast_path.samples, wanted, besides)
                assert found == await store.gate.read(samples_by_core, wanted, besides)
                assert found

    asyncio.run(story())
