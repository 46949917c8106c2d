"""PostgreSQL: a pool of connections, and one round trip for a save."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, event, select
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import greenlet_spawn

from service.storage.engines import postgres_engine
from service.storage.errors import StoreBusy
from service.storage.reading import BY_CONTENT, BY_IDENTITY, found
from service.storage.records import ArticleRecord, ReportRecord
from service.storage.saving import Prepared, postgres_parameters, postgres_save
from service.storage.tables import article

POOL = 10
POOL_SECONDS = 10.0
RECYCLE_SECONDS = 1800
RESTED_SECONDS = 5.0
COMMAND_SECONDS = 30.0
# Classes of SQLSTATE: connection lost, out of resources, shut down by an operator.
PASSING_STATES = ("08", "53", "57")
DEADLOCK = "40P01"

SAVE = Prepared(postgres_save(), database=asyncpg)
HAS_IDENTITY = Prepared(select(article.c.id).where(BY_IDENTITY), database=asyncpg)
HAS_CONTENT = Prepared(select(article.c.id).where(BY_CONTENT), database=asyncpg)

P = ParamSpec("P")
T = TypeVar("T")


class PostgresBackend:
    """A PostgreSQL database behind a pool. Made inside a running event loop."""

    def __init__(self, url: URL) -> None:
        self.waiting = 0
        self._engine = postgres_engine(
            url,
            pool_size=POOL,
            max_overflow=0,
            pool_timeout=POOL_SECONDS,
            pool_recycle=RECYCLE_SECONDS,
            isolation_level="AUTOCOMMIT",
            command_seconds=COMMAND_SECONDS,
        )
        _ping_rested(self._engine)

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query on a connection of the pool."""
        with self._turn(0):
            return await greenlet_spawn(partial(self._run, query, *args, **kwargs))

    async def find(
        self, site: str | None, external_id: str | None, content_hash: str
    ) -> tuple[ArticleRecord, ReportRecord] | None:
        """The article of this identity or content, with its newest report."""
        return await self.read(_find, site, external_id, content_hash)

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a write, each statement a transaction of its own; it is committed when this returns."""
        with self._turn(1):
            return await greenlet_spawn(partial(self._run, work, *args, **kwargs))

    async def save(self, article: ArticleRecord, report: ReportRecord) -> None:
        """Save an article with its report: one statement, which is its own transaction."""
        await self.write(_save, SAVE.values(postgres_parameters(article, report)))

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    def _run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        # In one greenlet from the pool and back: AsyncEngine takes three of them and a task.
        with self._engine.sync_engine.connect() as connection:
            return work(connection, *args, **kwargs)

    @contextmanager
    def _turn(self, writes: int) -> Iterator[None]:
        self.waiting += writes
        try:
            yield
        except PoolTimeout:
            raise StoreBusy("no database connection became free in time") from None
        except Exception as error:
            if passes(error):
                raise StoreBusy("the database does not answer") from error
            raise
        finally:
            self.waiting -= writes


def _find(
    connection: Connection, site: str | None, external_id: str | None, content_hash: str
) -> tuple[ArticleRecord, ReportRecord] | None:
    # Most articles are new: whether there is one is a lighter question than what it is.
    if site is None or external_id is None:
        has, given = HAS_CONTENT, {"content_hash": content_hash}
    else:
        has, given = HAS_IDENTITY, {"site": site, "external_id": external_id}
    if connection.exec_driver_sql(has.sql, has.values(given)).first() is None:
        return None
    return found(connection, site, external_id, content_hash)


def _save(connection: Connection, parameters: tuple[Any, ...]) -> None:
    for last in (False, False, True):
        try:
            connection.exec_driver_sql(SAVE.sql, parameters)
            return
        except DBAPIError as error:
            # First saves of one article at once: a loser meets the identity's index before the id's, or
            # waits for the one while a winner waits for the other. Once the winner is there, the loser's
            # is a revision; any other clash comes again.
            if last or not (isinstance(error, IntegrityError) or _state(error) == DEADLOCK):
                raise


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
