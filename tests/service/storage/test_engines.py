"""Database URLs, and the settings of each database."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import event, text

from service.storage import ArticleFilter, DatabaseUrlError, StoreBusyError, engines, ledger_on, open_store
from service.storage.engines import database_url as parsed
from service.storage.fast_path import HAS_CONTENT, HAS_IDENTITY
from service.storage.gate import open_gate


@pytest.mark.parametrize(
    "given", ["postgresql://u:p@h:1/d", "postgres://u:p@h:1/d", "postgresql+asyncpg://u:p@h:1/d"]
)
def test_every_spelling_of_postgresql_is_one(given):
    assert parsed(given).render_as_string(False) == "postgresql+asyncpg://u:p@h:1/d"


def test_the_ssl_word_of_other_drivers_is_understood():
    assert parsed("postgresql://h/d?sslmode=require").query == {"ssl": "require"}


@pytest.mark.parametrize(
    "given", ["sqlite://", "sqlite:///:memory:", "mysql://h/d", "postgresql+psycopg2://h/d"]
)
def test_a_url_that_cannot_work_is_refused(given):
    with pytest.raises(DatabaseUrlError):
        parsed(given)


def test_a_missing_driver_says_what_to_install(monkeypatch):
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    with pytest.raises(DatabaseUrlError, match=r"pip install 'assay\[postgres\]'"):
        parsed("postgresql://h/d")


def test_sqlite_connections_have_their_settings(sqlite_url):
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")

    def settings(connection):
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    async def story():
        async with open_store(sqlite_url) as store:
            assert await store.gate.write(settings) == ["wal", 2, 1, 1, 5000]
            assert await store.gate.read(settings) == ["wal", 2, 1, 1, 5000]
            with pytest.raises(Exception, match="read-only"):
                await store.gate.read(lambda connection: connection.exec_driver_sql("DELETE FROM article"))

    asyncio.run(story())


async def cut_all(url: str) -> None:
    """End every connection to the database, as a restart of the server does."""
    import asyncpg

    surgeon = await asyncpg.connect(url)
    await surgeon.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await surgeon.close()
    await asyncio.sleep(0.1)


def test_a_postgresql_connection_that_was_cut_is_replaced_after_a_rest(postgres_url, make, monkeypatch):
    monkeypatch.setattr("service.storage.postgres.RESTED_SECONDS", 0.0)

    async def story():
        async with open_store(postgres_url) as store:
            await store.save(*make())
            await cut_all(postgres_url)
            await store.save(*make())

    asyncio.run(story())


def test_a_postgresql_connection_that_was_cut_in_use_is_busy_once(postgres_url, make):
    async def story():
        async with open_store(postgres_url) as store:
            await asyncio.gather(*(store.save(*make()) for _ in range(10)))
            await cut_all(postgres_url)
            with pytest.raises(StoreBusyError):
                await store.save(*make())
            await asyncio.gather(*(store.save(*make()) for _ in range(10)))

    asyncio.run(story())


def test_a_command_ends_in_time_unless_its_work_grows_with_the_archive(postgres_url):
    def rest(connection):
        return connection.execute(text("SELECT 1 FROM pg_sleep(1)")).scalar()

    async def story():
        async with open_gate(postgres_url, command_seconds=0.2) as gate:
            for impatient in (gate.read, gate.write):
                with pytest.raises(StoreBusyError):
                    await impatient(rest)
            assert await gate.write_patiently(rest) == 1

    asyncio.run(story())


def test_ranges_that_are_held_leave_the_gate_open_for_everybody_else(postgres_url, monkeypatch):
    monkeypatch.setattr("service.storage.postgres.POOL", 1)
    monkeypatch.setattr("service.storage.postgres.POOL_SECONDS", 0.5)

    async def story():
        async with open_gate(postgres_url, ranges=2) as gate, AsyncExitStack() as held:
            ledger = ledger_on(gate)
            for _ in range(2):
                await held.enter_async_context(gate.transaction())
            assert await asyncio.gather(*(ledger.active() for _ in range(9))) == [[]] * 9

    asyncio.run(story())


def test_every_query_of_the_store_finds_its_rows_by_an_index(sqlite_url, make):
    asked = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    def explained(connection):
        plans = []
        for statement, parameters in asked:
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)
            plans.append((statement, [row.detail for row in plan]))
        return plans

    async def story():
        async with open_store(sqlite_url) as store:
            article, report = make()
            await store.save(article, report)
            event.listen(store.gate._reading, "before_cursor_execute", note)
            after = (article.received_at, article.id)
            for given in (
                {},
                {"site": "s"},
                {"band": "low"},
                {"code": "CIT_DEAD"},
                {"since": article.received_at},
            ):
                await store.articles(ArticleFilter(**given), None, 5)
                await store.articles(ArticleFilter(**given), after, 5)
            await store.find(article.site, article.external_id, article.content_hash)
            asked.append((HAS_IDENTITY.sql, ("a", "b")))
            asked.append((HAS_CONTENT.sql, ("c",)))
            await store.newest(article.id)
            await store.reports(article.id)
            await store.submission(report.id)
            event.remove(store.gate._reading, "before_cursor_execute", note)
            plans = await store.gate.read(explained)
            queries = [(statement, plan) for statement, plan in plans if statement.startswith("SELECT")]
            assert len(queries) >= 16
            for statement, plan in queries:
                for step in plan:
                    assert "INDEX" in step or "PRIMARY KEY" in step or "SUBQUERY" in step, (statement, plan)

    asyncio.run(story())
