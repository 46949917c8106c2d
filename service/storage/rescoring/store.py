"""The rescoring ledger: what runs, workers, commands and the API ask of it, whichever database is below."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol

from service.records import Act
from service.storage import acts, rulesets
from service.storage.gate import Gate, open_gate
from service.storage.rescoring import outcomes, publishing, ranges, runs
from service.storage.rescoring_records import (
    UNFINISHED,
    Chunk,
    ChunkState,
    Outcome,
    Progress,
    RulesetInForce,
    Run,
    RunState,
    StoredArticle,
)
from service.storage.sqlite import SqliteGate

# Nobody waits for the answer to a request: a range with its reports may take its time.
COMMAND_SECONDS = 30.0
# Evidence that is being fetched is somebody else's after this long without a sign of life.
FETCH_LEASE = timedelta(seconds=30)


class HeldRange(Protocol):
    """A range that is ours; leaving it unfinished gives it back."""

    chunk: Chunk

    async def articles(self) -> list[StoredArticle]:
        """What is to be judged."""
        ...

    async def finish(self, outcomes: Sequence[Outcome], seconds: float) -> None:
        """Write what came of it and mark it done, both or neither. Raises LeaseLostError where it is not ours any more."""
        ...

    async def split(self) -> bool:
        """Cut it in half; False where it holds one article."""
        ...

    async def still_here(self) -> None:
        """Say that we are alive, every few seconds. Raises StoreBusyError or LeaseLostError where it is not ours any more."""
        ...


# Takes a range of a run that is open and nobody's for a worker; None where there is none now.
Holding = Callable[[Run, str], AbstractAsyncContextManager[HeldRange | None]]


class LedgerStore:
    """Runs, their ranges and what came of them. Every method may raise StoreBusyError; the same call succeeds later."""

    def __init__(
        self, gate: Gate, holding: Holding, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._gate = gate
        self._holding = holding
        self._now = now

    @property
    def gate(self) -> Gate:
        """The way to the database, for the store to share."""
        return self._gate

    def recording(self, act: Act) -> "LedgerStore":
        """This ledger, on which the next change is written down as an act, in the same transaction."""
        return LedgerStore(acts.Recording(self._gate, act), self._holding, self._now)

    async def start(self, run: Run) -> Run:
        """Write a new run down; the run with its total. Raises RunConflictError while another one has not ended."""
        return await self._gate.write_patiently(runs.start, run)

    async def keep_ruleset(self, version: str, table: Mapping[str, Any]) -> None:
        """Keep a ruleset's numbers. Raises ConflictError where its version is kept with other numbers."""
        await self._gate.write(rulesets.keep_ruleset, version, table)

    async def ruleset(self, version: str) -> Mapping[str, Any] | None:
        """The numbers of a ruleset version."""
        return await self._gate.read(rulesets.kept_ruleset, version)

    async def run(self, run_id: str) -> Run | None:
        """One run."""
        return await self._gate.read(runs.run_by_id, run_id)

    async def runs(self, after: tuple[datetime, str] | None = None, limit: int = 50) -> list[Run]:
        """A page of runs, newest first."""
        return await self._gate.read(runs.listed, after, limit)

    async def active(self) -> list[Run]:
        """Runs that are to be worked on, oldest first."""
        return await self._gate.read(runs.in_state, (RunState.RUNNING,))

    async def unfinished(self) -> list[Run]:
        """Runs that are running or paused, oldest first."""
        return await self._gate.read(runs.in_state, UNFINISHED)

    async def progress(self, run_id: str) -> Progress | None:
        """How far a run is."""
        return await self._gate.read(runs.progress, run_id, self._now())

    async def has_work(self, run_id: str) -> bool:
        """Whether anything of a run is left to be judged or fetched."""
        return await self._gate.read(runs.has_work, run_id)

    async def drifts(self, run_id: str, after: str = "", limit: int = 50) -> list[Mapping[str, Any]]:
        """Articles that a run changed or failed on, by article id after `after`, with what moved."""
        return await self._gate.read(outcomes.drifts, run_id, after, limit)

    async def standing(self) -> RulesetInForce | None:
        """Under which ruleset the stored articles stand."""
        return await self._gate.read(runs.standing)

    async def pause(self, run_id: str) -> bool:
        """Let no new range begin; False where the run is not running."""
        return await self._gate.write(runs.move, run_id, RunState.PAUSED, (RunState.RUNNING,))

    async def resume(self, run_id: str) -> bool:
        """Go on; False where the run is not paused."""
        return await self._gate.write(runs.move, run_id, RunState.RUNNING, (RunState.PAUSED,))

    async def cancel(self, run_id: str) -> bool:
        """End a run for good, what it made unseen; False where it has ended."""
        come_from = (*UNFINISHED, RunState.WAITING)
        return await self._gate.write(runs.move, run_id, RunState.CANCELLED, come_from, self._now())

    async def publish(self, run_id: str) -> bool:
        """Make the reports of a waiting run the newest ones; False where it is not waiting."""
        return await self._gate.write_patiently(publishing.publish, run_id, self._now())

    async def roll_back(self, run_id: str) -> bool:
        """Undo the newest publication; False where the run is not published, RunConflictError where another stands on it."""
        return await self._gate.write_patiently(publishing.roll_back, run_id, self._now())

    async def conclude(self, run_id: str) -> RunState | None:
        """End a run that has no work left; None where it has, or somebody else ended it."""
        progress = await self.progress(run_id)
        if progress is None or progress.run.state is not RunState.RUNNING:
            return None
        return await self._gate.write_patiently(publishing.conclude, progress, self._now())

    async def hand_out(self, run_id: str) -> bool:
        """Cut the next range off the archive; False where none is left."""
        return await self._gate.write(ranges.hand_out, run_id)

    def hold(self, run: Run, worker: str) -> AbstractAsyncContextManager[HeldRange | None]:
        """Take a range that is open and nobody's; None where there is none now."""
        return self._holding(run, worker)

    async def fell_short(self, chunk: Chunk, error: str) -> None:
        """An attempt failed, perhaps through its articles."""
        await self._gate.write(ranges.end_attempt, chunk.attempt_id, self._now(), error)

    async def excuse(self, chunk: Chunk) -> None:
        """An attempt failed through no fault of its articles; it does not count."""
        await self._gate.write(ranges.excuse_attempt, chunk.attempt_id)

    async def reserve(self, run: Run, articles: int, rate: float, *, refresh: bool = False) -> float:
        """Take a place under a rate that all workers share; seconds until it is our turn."""
        return await self._gate.write(ranges.reserve, run.id, articles, rate, self._now(), refresh=refresh)

    async def lease_fetch(self, run: Run, worker: str) -> Chunk | None:
        """Take a range whose evidence is to be fetched; None where there is none now."""
        now = self._now()
        chunk = await self._gate.write(ranges.lease, run.id, ChunkState.FETCH, worker, now, now + FETCH_LEASE)
        return None if chunk is None else await self._gate.write(ranges.begin_attempt, chunk, worker, now)

    async def prolong_fetch(self, chunk: Chunk, worker: str) -> bool:
        """Keep a range whose evidence is being fetched; False where it is somebody else's."""
        return await self._gate.write(ranges.prolong, chunk, worker, self._now() + FETCH_LEASE)

    async def to_fetch(self, run: Run, chunk: Chunk) -> list[StoredArticle]:
        """The articles of a range whose evidence has not been fetched for this run yet."""
        stored = await self._gate.read(outcomes.articles_of, run, chunk)
        return [article for article in stored if not article.refreshed]

    async def keep_evidence(self, run_id: str, article_id: str, evidence: Mapping[str, Any]) -> None:
        """Keep fresh evidence until its article is judged."""
        await self._gate.write(outcomes.keep_evidence, run_id, article_id, evidence)

    async def fetched(self, chunk: Chunk, worker: str) -> bool:
        """Open a range for judging; False where it is somebody else's."""
        done = await self._gate.write(ranges.evidence_fetched, chunk, worker)
        await self.excuse(chunk)  # what is judged next starts with no attempt against it
        return done


def ledger_on(gate: Gate) -> LedgerStore:
    """The ledger of the database behind a gate; a range is held as that database allows."""
    if isinstance(gate, SqliteGate):
        from service.storage.rescoring import holding_sqlite

        return LedgerStore(gate, partial(holding_sqlite.hold, gate))
    from service.storage.postgres import PostgresGate
    from service.storage.rescoring import holding_postgres

    assert isinstance(gate, PostgresGate)
    return LedgerStore(gate, partial(holding_postgres.hold, gate))


@asynccontextmanager
async def open_ledger(url: str, ranges: int = 4) -> AsyncIterator[LedgerStore]:
    """The ledger of a migrated database, behind a gate of its own; so many `ranges` can be held at a time.

    Raises DatabaseUrlError.
    """
    async with open_gate(url, ranges=ranges, command_seconds=COMMAND_SECONDS) as gate:
        yield ledger_on(gate)
