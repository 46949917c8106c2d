"""Ranges on PostgreSQL: locked by the transaction that does the work, so that they are free when it dies."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from service.storage.errors import LeaseLostError
from service.storage.postgres import OpenTransaction, PostgresGate
from service.storage.rescoring import ranges
from service.storage.rescoring.outcomes import articles_of, tally
from service.storage.rescoring.outcomes_postgres import write_outcomes
from service.storage.rescoring_records import Chunk, Outcome, Run, StoredArticle


@asynccontextmanager
async def hold(gate: PostgresGate, run: Run, worker: str) -> AsyncIterator["PostgresHeld | None"]:
    """Lock a range; whatever is not finished on leaving is rolled back."""
    async with gate.transaction() as held:
        chunk = await held.run(ranges.lock_open, run.id)
        if chunk is not None:
            # Where no rollback reaches it.
            chunk = await gate.write(ranges.begin_attempt, chunk, worker, datetime.now(UTC))
        yield None if chunk is None else PostgresHeld(held, run, chunk)


class PostgresHeld:
    """A range under a lock."""

    def __init__(self, held: OpenTransaction, run: Run, chunk: Chunk) -> None:
        self.chunk = chunk
        self._run = run
        self._held = held

    async def articles(self) -> list[StoredArticle]:
        """What is to be judged, in one query."""
        return await self._held.run(articles_of, self._run, self.chunk)

    async def finish(self, outcomes: Sequence[Outcome], seconds: float) -> None:
        """Write and mark done in the transaction that holds the lock."""
        await self._held.run(self._finish, outcomes, seconds)
        await self._held.commit()

    def _finish(self, connection: Connection, outcomes: Sequence[Outcome], seconds: float) -> None:
        now = datetime.now(UTC)
        write_outcomes(connection, self._run, outcomes)
        if not ranges.finish(connection, self.chunk, tally(outcomes), now, seconds):
            raise LeaseLostError(f"range {self.chunk.number} was done by somebody else")
        ranges.end_attempt(connection, self.chunk.attempt_id, now, None)

    async def split(self) -> bool:
        """Cut it in half under the lock."""
        done = await self._held.run(ranges.split, self.chunk)
        await self._held.commit()
        return done

    async def still_here(self) -> None:
        """A word to the server, which else ends transactions that rest."""
        await self._held.run(lambda connection: connection.execute(text("SELECT 1")))
