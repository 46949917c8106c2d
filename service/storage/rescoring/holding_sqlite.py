"""Ranges on SQLite: leased for a while, since no transaction may stay open that long."""

import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from service.storage.errors import LeaseLostError
from service.storage.gate import Gate
from service.storage.rescoring import ranges
from service.storage.rescoring.outcomes import articles_of, tally
from service.storage.rescoring.outcomes_sqlite import write_outcomes
from service.storage.rescoring_records import Chunk, ChunkState, Outcome, Run, StoredArticle

LEASE = timedelta(seconds=15)


@asynccontextmanager
async def hold(gate: Gate, run: Run, worker: str) -> AsyncIterator["SqliteHeld | None"]:
    """Lease a range; one that is left unfinished is free at once."""
    chunk = await gate.write(_take, run.id, worker)
    if chunk is None:
        yield None
        return
    try:
        yield SqliteHeld(gate, run, chunk, worker)
    finally:
        await gate.write(_release, chunk, worker)


class SqliteHeld:
    """A range under a lease."""

    def __init__(self, gate: Gate, run: Run, chunk: Chunk, worker: str) -> None:
        self.chunk = chunk
        self._gate = gate
        self._run = run
        self._worker = worker

    async def articles(self) -> list[StoredArticle]:
        """What is to be judged, in one query."""
        return await self._gate.read(articles_of, self._run, self.chunk)

    async def finish(self, outcomes: Sequence[Outcome], seconds: float) -> None:
        """Write and mark done in one transaction, if the lease still holds."""
        await self._gate.write(self._finish, outcomes, seconds)

    def _finish(self, connection: Connection, outcomes: Sequence[Outcome], seconds: float) -> None:
        now = datetime.now(UTC)
        counts = tally(outcomes)
        if not ranges.finish(connection, self.chunk, counts, now, seconds, self._worker):
            raise LeaseLostError(f"the lease of range {self.chunk.number} ran out")
        write_outcomes(connection, self._run, outcomes)
        ranges.end_attempt(connection, self.chunk.attempt_id, now, None)

    async def split(self) -> bool:
        """Cut it in half."""
        return await self._gate.write(ranges.split, self.chunk)

    async def still_here(self) -> None:
        """Prolong the lease. Raises LeaseLostError."""
        until = datetime.now(UTC) + LEASE
        if not await self._gate.write(ranges.prolong, self.chunk, self._worker, until):
            raise LeaseLostError(f"the lease of range {self.chunk.number} ran out")


def _take(connection: Connection, run_id: str, worker: str) -> Chunk | None:
    now = datetime.now(UTC)
    gone = [holder for holder in ranges.leaseholders(connection) if _is_gone(holder)]
    if gone:
        ranges.let_go(connection, gone)
    chunk = ranges.lease(connection, run_id, ChunkState.OPEN, worker, now, now + LEASE)
    return None if chunk is None else ranges.begin_attempt(connection, chunk, worker, now)


def _release(connection: Connection, chunk: Chunk, worker: str) -> None:
    ranges.prolong(connection, chunk, worker, datetime.now(UTC))


def _is_gone(worker: str) -> bool:
    """Whether a worker was a process of this machine that has ended: its lease need not run out first."""
    host, _, rest = worker.partition(":")
    pid = rest.partition(":")[0]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
