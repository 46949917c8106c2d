"""The one way to the database of a process: what the store and the rescoring ledger ask goes through it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from service.records import ArticleRecord, ReportRecord
from service.storage.engines import database_url, is_sqlite
from service.storage.outage import Outage, tells_nobody
from service.storage.saving import Save

# A server that does not answer for so long is away, whatever its socket says: callers are told to come back.
COMMAND_SECONDS = 10.0

P = ParamSpec("P")
T = TypeVar("T")


class Gate(Protocol):
    """How a database is spoken to: the queries are the same, their transport is not.

    Every method raises StoreBusyError for what is the fault of the server, the network or the disk, so that the same
    call may succeed later.
    """

    waiting: int
    # Writes that the database did not take, from the first to the next that it took.
    outage: Outage

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query."""
        ...

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a write in one transaction; it is committed when this returns."""
        ...

    async def write_patiently(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for work that grows with the archive: it may take as long as it likes."""
        ...

    async def save(self, save: Save) -> None:
        """Save an article with its report and what follows, all or nothing."""
        ...

    def add(self, connection: Connection, pairs: Sequence[tuple[ArticleRecord, ReportRecord]]) -> None:
        """Save many new articles with their reports in a transaction of the caller's."""
        ...

    async def check(self) -> None:
        """Raise StoreBusyError where the place that the database is kept at is gone or full."""
        ...

    async def find(
        self, site: str | None, external_id: str | None, content_hash: str
    ) -> tuple[ArticleRecord, ReportRecord] | None:
        """What `articles.found` says; an article that is not there is the usual case, and told at once."""
        ...

    async def close(self) -> None:
        """Finish what waits, then let go."""
        ...


@asynccontextmanager
async def open_gate(
    url: str,
    *,
    ranges: int = 0,
    command_seconds: float = COMMAND_SECONDS,
    tell: Callable[[str | None], None] = tells_nobody,
) -> AsyncIterator[Gate]:
    """The gate to the database that a URL names; on leaving, what waits is written first. Raises DatabaseUrlError.

    On PostgreSQL, so many `ranges` of a rescoring can be held beside what else goes through, and a command ends after
    `command_seconds`. `tell` is called with the reason when the database begins to refuse writes, and with None when
    it takes them again.
    """
    parsed = database_url(url)
    gate: Gate
    if is_sqlite(parsed):
        from service.storage.sqlite import SqliteGate

        gate = SqliteGate(parsed, Outage(tell))
    else:
        from service.storage.postgres import PostgresGate

        gate = PostgresGate(parsed, Outage(tell), ranges=ranges, command_seconds=command_seconds)
    try:
        yield gate
    finally:
        await gate.close()
