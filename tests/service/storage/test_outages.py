"""A database that cannot be written says so, loses nothing that was acknowledged, and goes on when it can again."""

import asyncio
import gc
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from service.storage import StoreBusyError, engines, open_store
from service.storage.outage import Outage


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    """An outage is over with the first write that is taken."""
    monkeypatch.setattr("service.storage.outage.CALM_SECONDS", 0.0)


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def told(sqlite_url: str) -> Callable:
    """Run a story of a store on SQLite and of what it tells of its outages."""

    def run(story):
        async def running():
            said = []
            async with open_store(sqlite_url, tell=said.append) as store:
                await story(store, said)

        asyncio.run(running())

    return run


@pytest.fixture
def room(monkeypatch):
    """Let the file grow no further, or again: SQLite answers as it does on a full disk."""

    async def allow(store, pages=None):
        def bound(connection):
            most = pages or connection.exec_driver_sql("PRAGMA page_count").scalar()
            monkeypatch.setitem(engines.SQLITE_PRAGMAS, "max_page_count", str(most))
            connection.exec_driver_sql(f"PRAGMA max_page_count={most}")

        await store.gate.write(bound)

    return allow


def test_a_full_disk_is_busy_until_there_is_room(told, make, room):
    async def story(store, said):
        kept = make()
        await store.save(*kept)
        await room(store)
        for _ in range(5):
            with pytest.raises(StoreBusyError, match="full"):
                await store.save(*make(body=b"x" * 200_000))
        assert said == ["the disk that holds the database is full"]
        with pytest.raises(StoreBusyError):
            await store.claim("k" * 100_000, "key", "h", kept[0].received_at, kept[0].received_at)
        await room(store, 1_000_000)
        await store.save(*make(body=b"x" * 200_000))
        assert said == ["the disk that holds the database is full", None]
        assert await store.newest(kept[0].id) == kept[1]

    told(story)


def test_many_writes_on_a_full_disk_are_all_busy_or_all_there(told, make, room):
    async def story(store, said):
        await store.save(*make())
        await room(store)
        pairs = [make(body=b"x" * 20_000) for _ in range(50)]
        outcomes = await asyncio.gather(*(store.save(*pair) for pair in pairs), return_exceptions=True)
        assert any(isinstance(outcome, StoreBusyError) for outcome in outcomes)
        assert all(outcome is None or isinstance(outcome, StoreBusyError) for outcome in outcomes)
        for (article, report), outcome in zip(pairs, outcomes, strict=True):
            assert await store.newest(article.id) == (report if outcome is None else None)

    told(story)


def test_a_store_that_took_no_write_is_ready_once_it_takes_one(told, make, monkeypatch):
    monkeypatch.setattr("service.storage.sqlite.BUSY_SECONDS", 0.1)

    async def story(store, said):
        await store.ready()
        other = sqlite3.connect(file_of(store.gate._writing.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError):
            await store.save(*make())
        with pytest.raises(StoreBusyError, match="another process"):
            await store.ready()
        other.execute("ROLLBACK")
        other.close()
        await store.ready()
        assert said == ["another process holds the database", None]

    told(story)


def test_a_disk_without_room_is_not_ready(told, monkeypatch):
    async def story(store, said):
        usage = shutil.disk_usage("/")
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=999_999))
        with pytest.raises(StoreBusyError, match="full"):
            await store.ready()
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1_000_000))
        await store.ready()

    told(story)


@pytest.mark.parametrize("replaced", [False, True], ids=["removed", "replaced"])
def test_a_file_that_was_removed_or_replaced_is_not_written(told, make, sqlite_url, replaced):
    path = file_of(sqlite_url)

    async def story(store, said):
        kept = make()
        await store.save(*kept)
        aside = path.with_suffix(".aside")
        os.rename(path, aside)
        if replaced:
            shutil.copy(aside, path)
        with pytest.raises(StoreBusyError, match="removed or replaced"):
            await store.save(*make())
        with pytest.raises(StoreBusyError, match="removed or replaced"):
            await store.newest(kept[0].id)
        with pytest.raises(StoreBusyError, match="removed or replaced"):
            await store.ready()
        assert path.exists() == replaced  # nobody makes an empty one in its place
        os.replace(aside, path)
        await store.ready()
        await store.save(*make())
        assert said[1:] == [None]

    told(story)


def test_a_database_that_does_not_answer_in_time_is_not_ready(database_url, monkeypatch):
    async def story():
        async with open_store(database_url) as store:
            stuck, asked, unheard = asyncio.Event(), [], []
            asyncio.get_running_loop().set_exception_handler(lambda _, met: unheard.append(met))

            async def frozen(*_):
                asked.append(1)
                await stuck.wait()
                if len(asked) == 1:
                    raise StoreBusyError("the database does not answer")

            monkeypatch.setattr(store.gate, "read", frozen)
            for _ in range(3):
                with pytest.raises(StoreBusyError, match="has not answered"):
                    await store.ready(0.02)
            assert len(asked) == 1  # one question at a time: no pool runs dry of them
            stuck.set()
            await asyncio.sleep(0.02)
            await store.ready()
            gc.collect()
            assert not unheard

    asyncio.run(story())


def test_an_outage_is_told_once_when_it_begins_and_once_when_it_ends():
    said = []
    outage = Outage(said.append)
    outage.ends()
    outage.begins("full")
    outage.begins("still full")
    outage.ends()
    outage.ends()
    outage.begins("full again")
    assert said == ["full", None, "full again"]


def test_what_works_now_and_then_is_one_outage(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("service.storage.outage.monotonic", lambda: clock[0])
    monkeypatch.setattr("service.storage.outage.CALM_SECONDS", 5.0)
    said = []
    outage = Outage(said.append)
    for second in range(100):
        clock[0] = float(second)
        outage.begins("full")
        outage.ends()
    assert said == ["full"]
    clock[0] = 104.0
    outage.ends()
    assert said == ["full", None]
