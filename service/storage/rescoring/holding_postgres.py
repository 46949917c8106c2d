"""Ranges on PostgreSQL: locked by the transaction that does the work, so that they are free when it dies."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, NullPool, text
from sqlalchemy.ext.asyncio import AsyncConnection

from service.storage.engines import postgres_engine
from service.storage.errors import LeaseLostError
from service.storage.postgres import told
from service.storage.rescoring import ranges
from service.storage.rescoring.outcomes import articles_of, tally, write_outcomes
from service.storage.rescoring_records import Chunk, Outcome, Run, StoredArticle

COMMAND_SECONDS = 30.0
# When the server gives up on a worker that it does not hear, in seconds (tcp_user_timeout: ms). The kernel's own
# patience is two hours, and as long a cut cable would keep a range locked.
LIFE_SIGNS = {
    "application_name": "assay-worker",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "3",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "15000",
    "idle_in_transaction_session_timeout": "20000",
}

P = ParamSpec("P")
T = TypeVar("T")


class PostgresLedger:
    """The ledger's way to a PostgreSQL database. Made inside a running event loop."""

    def __init__(self, url: URL, size: int) -> None:
        self._engine = postgres_engine(
            url,
            server_settings=LIFE_SIGNS,
            command_seconds=COMMAND_SECONDS,
            pool_size=size,
            max_overflow=0,
            pool_timeout=10,
            pool_pre_ping=True,
        )
        self._patient = postgres_engine(url, server_settings=LIFE_SIGNS, poolclass=NullPool)
        self._counting = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query."""
        with told():
            async with self._counting.connect() as connection:
                return await connection.run_sync(lambda sync: query(sync, *args, **kwargs))

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do work in a transaction of its own."""
        with told():
            async with self._engine.begin() as connection:
                return await connection.run_sync(lambda sync: work(sync, *args, **kwargs))

    async def write_patiently(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for work that grows with the archive: publishing and counting may take as long as they like."""
        with told():
            async with self._patient.begin() as connection:
                return await connection.run_sync(lambda sync: work(sync, *args, **kwargs))

    async def begin(self, chunk: Chunk, worker: str, now: datetime) -> Chunk:
        """Count an attempt on a connection of its own, where no rollback reaches it."""
        with told():
            async with self._counting.connect() as connection:
                return await connection.run_sync(ranges.begin_attempt, chunk, worker, now)

    @asynccontextmanager
    async def hold(self, run: Run, worker: str) -> AsyncIterator["PostgresHeld | None"]:
        """Lock a range; whatever is not finished on leaving is rolled back."""
        with told():
            connection = await self._engine.connect()
        try:
            with told():
                chunk = await connection.run_sync(ranges.lock_open, run.id)
                if chunk is not None:
                    chunk = await self.begin(chunk, worker, datetime.now(UTC))
            yield None if chunk is None else PostgresHeld(connection, run, chunk, self)
        finally:
            with told():
                await connection.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
        await self._patient.dispose()


class PostgresHeld:
    """A range under a lock."""

    def __init__(self, connection: AsyncConnection, run: Run, chunk: Chunk, ledger: PostgresLedger) -> None:
        self.chunk = chunk
        self._run = run
        self._connection = connection
        self._ledger = ledger

    async def articles(self) -> list[StoredArticle]:
        """What is to be judged, in one query."""
        with told():
            return await self._connection.run_sync(articles_of, self._run, self.chunk)

    async def finish(self, outcomes: Sequence[Outcome], seconds: float) -> None:
        """Write and mark done in the transaction that holds the lock."""
        with told():
            await self._connection.run_sync(self._finish, outcomes, seconds)
            await self._connection.commit()

    def _finish(self, connection: Connection, outcomes: Sequence[Outcome], seconds: float) -> None:
        now = datetime.now(UTC)
        write_outcomes(connection, self._run, outcomes)
        if not ranges.finish(connection, self.chunk, tally(outcomes), now, seconds):
            raise LeaseLostError(f"range {self.chunk.number} was done by somebody else")
        ranges.end_attempt(connection, self.chunk.attempt_id, now, None)

    async def split(self) -> bool:
        """Cut it in half under the lock."""
        with told():
            done = await self._connection.run_sync(ranges.split, self.chunk)
            await self._connection.commit()
            return done

    async def still_here(self) -> None:
        """A word to the server, which else ends transactions that rest."""
        with told():
            await self._connection.execute(text("SELECT 1"))
