"""SQLite: one thread writes, many waiting saves to a transaction; a few threads read."""

import asyncio
import os
import queue
import shutil
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection

from service.records import ArticleRecord, ReportRecord
from service.storage.articles import ERASED, found
from service.storage.engines import BUSY_SECONDS, sqlite_engine, sqlite_file
from service.storage.errors import StoreBusyError
from service.storage.fast_path import add_on_sqlite, driver_of, known_on_sqlite
from service.storage.outage import Outage
from service.storage.saving import Save, put_follow_up, put_later

GROUP = 32
READERS = 4
WIPE_SECONDS = 0.25
# With less room than this on its disk a database takes small writes at best, and soon none.
ROOM_BYTES = 1_000_000
GONE = "the database file was removed or replaced while the service ran"
# Result codes of SQLite that speak of the machine and not of the statement (sqlite.org/rescode.html), in words.
UNAVAILABLE = {
    sqlite3.SQLITE_BUSY: "another process holds the database",
    sqlite3.SQLITE_LOCKED: "another process holds the database",
    sqlite3.SQLITE_PROTOCOL: "another process holds the database",
    sqlite3.SQLITE_FULL: "the disk that holds the database is full",
    sqlite3.SQLITE_IOERR: "the disk that holds the database is full or fails",
    sqlite3.SQLITE_READONLY: "the database is read-only",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened",
}

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseFile:
    """The file as it was when it was first seen: one that was removed or replaced since is not ours to write."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._identity = self._now()

    def must_be_there(self) -> None:
        """Raise StoreBusyError where the file is gone or another one: what is written to it now would be lost."""
        identity = self._now()
        if self._identity is None:
            self._identity = identity
        elif identity != self._identity:
            raise StoreBusyError(GONE)

    def must_have_room(self) -> None:
        """Raise StoreBusyError where its disk is as good as full."""
        if shutil.disk_usage(self._path.parent).free < ROOM_BYTES:
            raise StoreBusyError(UNAVAILABLE[sqlite3.SQLITE_FULL])

    def _now(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._path)
        except OSError:
            return None
        return status.st_dev, status.st_ino


class Write:
    """One write that waits, a save or any function of a connection, and then its outcome."""

    __slots__ = ("error", "future", "result", "work")

    def __init__(self, work: Save | Callable[[Connection], Any], future: asyncio.Future[Any]) -> None:
        self.work = work
        self.future = future
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self, connection: Connection) -> None:
        """Do it inside a savepoint, so that it fails alone."""
        try:
            with connection.begin_nested():
                _run_together(connection, [self])
        except Exception as error:
            if unavailable(error):  # the whole transaction is gone, not this write alone
                raise
            self.error = error


class SqliteGate:
    """A SQLite file with its writer thread and its readers. Made inside a running event loop."""

    def __init__(self, url: URL, outage: Outage) -> None:
        self.waiting = 0
        self.transactions = 0
        self.outage = outage
        self._file = DatabaseFile(sqlite_file(url))
        self._closed = False
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[Write | None] = queue.SimpleQueue()
        self._writing = sqlite_engine(url, busy_seconds=BUSY_SECONDS)
        self._reading = sqlite_engine(url, begin="BEGIN", size=READERS, query_only="ON")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="assay-read")
        self._writer = threading.Thread(target=self._write_all, name="assay-write", daemon=True)
        self._writer.start()

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query in a reader's thread."""
        return await self._loop.run_in_executor(self._readers, self._read, query, args, kwargs)

    def _read(self, query: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        # A connection that is opened now would make a new, empty file where there is none.
        self._file.must_be_there()
        try:
            with self._reading.connect() as connection:
                return query(connection, *args, **kwargs)
        except Exception as error:
            if reason := unavailable(error):
                raise StoreBusyError(reason) from error
            raise

    async def check(self) -> None:
        """Raise StoreBusyError where the file is gone or its disk full, which a query does not notice."""
        self._file.must_be_there()
        await self._loop.run_in_executor(self._readers, self._file.must_have_room)

    async def find(
        self, site: str | None, external_id: str | None, content_hash: str
    ) -> tuple[ArticleRecord, ReportRecord] | None:
        """The article of this identity or content, with its newest report."""
        return await self.read(_find, site, external_id, content_hash)

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a write in the writer's thread; it is committed when this returns."""
        result: T = await self._submit(lambda connection: work(connection, *args, **kwargs))
        return result

    async def write_patiently(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same: the writer's thread ends nothing early."""
        return await self.write(work, *args, **kwargs)

    def add(self, connection: Connection, pairs: Sequence[tuple[ArticleRecord, ReportRecord]]) -> None:
        """Save many new articles with their reports, in four calls of the driver."""
        add_on_sqlite(connection, pairs)

    async def save(self, save: Save) -> None:
        """Save an article with its report and what follows, in one transaction with the others that wait."""
        await self._submit(save)

    async def close(self) -> None:
        """Write what still waits, then put everything into the one file."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            await asyncio.to_thread(self._writer.join)
            self._readers.shutdown()
            self._reading.dispose()

    def _submit(self, work: Save | Callable[[Connection], Any]) -> asyncio.Future[Any]:
        if self._closed:
            raise RuntimeError("the store is closed")
        write = Write(work, self._loop.create_future())
        self.waiting += 1
        self._queue.put(write)
        return write.future

    def _tell(self, batch: Sequence[Write], wrote: bool) -> None:
        # In the event loop, once a batch: a wake-up costs more than a row.
        self.waiting -= len(batch)
        busy = next((write.error for write in batch if isinstance(write.error, StoreBusyError)), None)
        if busy is not None:
            self.outage.begins(str(busy))
        elif wrote:  # what changed nothing took no room either
            self.outage.ends()
        for write in batch:
            if write.future.done():  # its request was cancelled; what it wrote stays
                continue
            if write.error is None:
                write.future.set_result(write.result)
            else:
                write.future.set_exception(write.error)

    # From here on, everything runs in the writer's thread.

    def _write_all(self) -> None:
        connection: Connection | None = None
        open_ = True
        while open_:
            batch, open_ = self._next_batch()
            wrote = False
            try:
                self._file.must_be_there()
                if connection is None:
                    connection = self._writing.connect()
                before = driver_of(connection).total_changes
                self._commit(connection, batch)
                wrote = driver_of(connection).total_changes > before
                self._file.must_be_there()  # else it was written to a file that nobody finds again
            except BaseException as error:
                for write in batch:
                    write.error = write.error or as_busy(error)
                _drop(connection)
                connection = None
            else:
                _wipe(connection)
            if batch:
                self._loop.call_soon_threadsafe(self._tell, batch, wrote)
        if connection is not None:
            with suppress(sqlite3.Error):  # another process is busy with the file: it will do both
                driver_of(connection).execute("PRAGMA optimize")
                _checkpoint(connection, BUSY_SECONDS)
            connection.close()
        self._writing.dispose()

    def _next_batch(self) -> tuple[list[Write], bool]:
        """What waits now, at least one and at most GROUP; and whether more may come."""
        batch: list[Write] = []
        write = self._queue.get()
        while write is not None:
            batch.append(write)
            if len(batch) == GROUP:
                return batch, True
            try:
                write = self._queue.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _commit(self, connection: Connection, batch: Sequence[Write]) -> None:
        if not batch:
            return
        self.transactions += 1
        try:
            with connection.begin():
                _run_together(connection, batch)
        except Exception as error:
            if unavailable(error):
                raise
        else:
            return
        with connection.begin():  # one of them is bad: alone, it says so itself, and the others are kept
            for write in batch:
                write.run(connection)


def _find(
    connection: Connection, site: str | None, external_id: str | None, content_hash: str
) -> tuple[ArticleRecord, ReportRecord] | None:
    if not known_on_sqlite(connection, site, external_id, content_hash):
        return None
    return found(connection, site, external_id, content_hash)


def _run_together(connection: Connection, batch: Sequence[Write]) -> None:
    """Do a whole batch: first the new articles, in one go, then the rest in order."""
    saves = [write.work for write in batch if isinstance(write.work, Save)]
    add_on_sqlite(
        connection, [(save.article, save.report) for save in saves if save.replaces is None and save.report]
    )
    for save in saves:
        if save.replaces is not None:
            put_later(connection, save)
        put_follow_up(connection, save)
    for write in batch:
        if not isinstance(write.work, Save):
            write.result = write.work(connection)


def _wipe(connection: Connection) -> None:
    # An erased text is zeroed in the file, but older pages of it may stand in the write-ahead log. Where a
    # reader still needs them, the next batch tries again.
    with suppress(sqlite3.Error):
        if connection.info.get(ERASED) and _checkpoint(connection, WIPE_SECONDS):
            connection.info.pop(ERASED)


def _checkpoint(connection: Connection, busy_seconds: float) -> bool:
    """Empty the write-ahead log into the file; False where a reader still needs it."""
    driver = driver_of(connection)
    driver.execute(f"PRAGMA busy_timeout={int(busy_seconds * 1000)}")
    blocked = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    driver.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    return not blocked


def _drop(connection: Connection | None) -> None:
    """Let go of a connection that failed in mid-transaction; the next batch opens another."""
    if connection is not None:
        connection.invalidate()
        connection.close()


def unavailable(error: BaseException) -> str | None:
    """Why the database cannot be written or read now, in words; None where the failure is the statement's own."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
    return None if code is None else UNAVAILABLE.get(code & 0xFF)


def as_busy(error: BaseException) -> BaseException:
    """StoreBusyError for what passes, anything else as it is."""
    reason = unavailable(error)
    return error if reason is None else StoreBusyError(reason)
