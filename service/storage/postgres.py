"""PostgreSQL: a pool of connections, a transaction for each write, and one round trip for a new article."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from time import monotonic
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, NullPool, event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine

from service.records import ArticleRecord, ReportRecord
from service.storage.articles import found
from service.storage.engines import postgres_engine
from service.storage.errors import StoreBusyError
from service.storage.fast_path import add_on_postgres, in_greenlet, known_on_postgres, on_postgres
from service.storage.outage import Outage
from service.storage.saving import Save, put_follow_up, put_later

POOL = 10
POOL_SECONDS = 10.0
RECYCLE_SECONDS = 1800
RESTED_SECONDS = 5.0
# The one with the lock, and one to count the attempt on, where no rollback reaches it.
CONNECTIONS_A_RANGE = 2
# When the server gives up on a process that it does not hear, in seconds (tcp_user_timeout: ms). The kernel's own
# patience is two hours, and as long a cut cable would keep a range of a rescoring locked.
LIFE_SIGNS = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "3",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "15000",
    "idle_in_transaction_session_timeout": "20000",
}
# SQLSTATEs and their classes: connection lost, read-only while it recovers or is full, rolled back in favour of
# another transaction, out of resources, shut down by an operator, failed at its own disk.
PASSING_STATES = ("08", "25006", "40", "53", "57", "58")
DEADLOCK = "40P01"
MOST_DEADLOCKS = 3

P = ParamSpec("P")
T = TypeVar("T")


class PostgresGate:
    """A PostgreSQL database behind a pool. Made inside a running event loop."""

    def __init__(self, url: URL, outage: Outage, *, ranges: int, command_seconds: float) -> None:
        self.waiting = 0
        self.outage = outage
        self._engine = postgres_engine(
            url,
            pool_size=POOL + CONNECTIONS_A_RANGE * ranges,
            max_overflow=0,
            pool_timeout=POOL_SECONDS,
            pool_recycle=RECYCLE_SECONDS,
            isolation_level="AUTOCOMMIT",
            command_seconds=command_seconds,
            server_settings=LIFE_SIGNS,
        )
        _ping_rested(self._engine)
        self._transactions = self._engine.sync_engine.execution_options(isolation_level="READ COMMITTED")
        # Opened for a piece of work and closed after it: such work is rare and takes minutes.
        patient = postgres_engine(url, poolclass=NullPool, server_settings=LIFE_SIGNS)
        self._patient = patient.sync_engine
        on_postgres()  # now, not while the first article waits

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query on a connection of the pool."""
        with errors_as_store_busy():
            return await in_greenlet(partial(self._run, query, *args, **kwargs))

    async def check(self) -> None:
        """Nothing that a query does not notice."""

    async def find(
        self, site: str | None, external_id: str | None, content_hash: str
    ) -> tuple[ArticleRecord, ReportRecord] | None:
        """The article of this identity or content, with its newest report."""
        return await self.read(_find, site, external_id, content_hash)

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a write in a transaction of its own; it is committed when this returns."""
        with self._turn():
            return await in_greenlet(partial(self._transact, self._transactions, work, *args, **kwargs))

    async def write_patiently(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same on a connection whose commands may take as long as they like."""
        with self._turn():
            return await in_greenlet(partial(self._transact, self._patient, work, *args, **kwargs))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["OpenTransaction"]:
        """A transaction that stays open while its owner does other things; what it has not committed is undone."""
        with errors_as_store_busy():
            connection = await in_greenlet(self._transactions.connect)
        try:
            yield OpenTransaction(connection)
        finally:
            with errors_as_store_busy():
                await in_greenlet(connection.close)

    def add(self, connection: Connection, pairs: Sequence[tuple[ArticleRecord, ReportRecord]]) -> None:
        """Save many new articles with their reports, in one statement for each."""
        add_on_postgres(connection, pairs)

    async def save(self, save: Save) -> None:
        """Save an article with its report and what follows: a new one that nothing follows in a single statement."""
        if save.replaces is not None or save.report is None:
            await self.write(_put_later, save)
            return
        if save.follow_up is not None:
            await self.write(_add_and_follow, (save.article, save.report), save)
            return
        # The one exception from the transaction of a write: the statement is its own, at a third of the price.
        with self._turn():
            await in_greenlet(partial(self._run, add_on_postgres, [(save.article, save.report)]))

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
        await in_greenlet(self._patient.dispose)

    def _run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        # In one greenlet from the pool and back: AsyncEngine takes three of them and a task.
        with self._engine.sync_engine.connect() as connection:
            return work(connection, *args, **kwargs)

    def _transact(
        self, engine: Engine, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Work in a transaction; what loses a deadlock has done nothing yet, and is done again."""
        lost = 0
        while True:
            try:
                with engine.connect() as connection, connection.begin():
                    return work(connection, *args, **kwargs)
            except DBAPIError as error:
                lost += 1
                if lost == MOST_DEADLOCKS or _state(error) != DEADLOCK:
                    raise

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Count a write while it lasts, and notice where the database takes none."""
        self.waiting += 1
        try:
            with errors_as_store_busy():
                yield
        except StoreBusyError as busy:
            self.outage.begins(str(busy))
            raise
        else:
            self.outage.ends()
        finally:
            self.waiting -= 1


class OpenTransaction:
    """A transaction on a connection of the gate."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def run(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Work in it."""
        with errors_as_store_busy():
            return await in_greenlet(partial(work, self._connection, *args, **kwargs))

    async def commit(self) -> None:
        """Keep what was done so far."""
        with errors_as_store_busy():
            await in_greenlet(self._connection.commit)


@contextmanager
def errors_as_store_busy() -> Iterator[None]:
    """Raise StoreBusyError for what is the server's or the network's fault."""
    try:
        yield
    except PoolTimeout:
        raise StoreBusyError("no database connection became free in time") from None
    except Exception as error:
        if passes(error):
            raise StoreBusyError("the database does not answer") from error
        raise


def _find(
    connection: Connection, site: str | None, external_id: str | None, content_hash: str
) -> tuple[ArticleRecord, ReportRecord] | None:
    # Most articles are new: whether there is one is a lighter question than what it is.
    if not known_on_postgres(connection, site, external_id, content_hash):
        return None
    return found(connection, site, external_id, content_hash)


def _add_and_follow(connection: Connection, pair: tuple[ArticleRecord, ReportRecord], save: Save) -> None:
    add_on_postgres(connection, [pair])
    put_follow_up(connection, save)


def _put_later(connection: Connection, save: Save) -> None:
    put_later(connection, save)
    put_follow_up(connection, save)


def passes(error: Exception) -> bool:
    """Whether a failure is the server's or the network's, so that the same request may succeed later."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OSError) or _state(error)[:2] in PASSING_STATES


def _state(error: Exception) -> str:
    """The SQLSTATE of a failure, empty where it has none."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) or ""


def _ping_rested(engine: AsyncEngine) -> None:
    """Try a connection before use only when it lay unused for a while: a ping costs as much as a query."""

    @event.listens_for(engine.sync_engine, "checkin")
    def _note(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def _try(connection: Any, record: Any, _proxy: Any) -> None:
        rests_since = record.info.get("rests_since")
        if rests_since is None or monotonic() - rests_since < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise DisconnectionError from error  # the pool opens another
