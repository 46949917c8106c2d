"""The rescoring ledger: what runs, workers, commands and the API ask of it, whichever database is below."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from service.records import Act, ArticleRecord, ReportRecord
from service.storage import acts, articles, bulk, lines, rulesets
from service.storage.engines import database_url, is_sqlite
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
from service.storage.store import Backend

# Evidence that is being fetched is somebody else's after this long without a sign of life.
FETCH_LEASE = timedelta(seconds=30)

P = ParamSpec("P")
T = TypeVar("T")


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


class Transport(Protocol):
    """How a database lets ranges be held; everything else is the same on both."""

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query."""
        ...

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do work in a transaction of its own."""
        ...

    async def write_patiently(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for work that grows with the archive: it may take as long as it likes."""
        ...

    def hold(self, run: Run, worker: str) -> AbstractAsyncContextManager[HeldRange | None]:
        """Take a range that is open and nobody's; None where there is none now."""
        ...

    async def begin(self, chunk: Chunk, worker: str, now: datetime) -> Chunk:
        """Count an attempt, whatever becomes of it."""
        ...

    async def close(self) -> None:
        """Let go of the database."""
        ...


class LedgerStore:
    """Runs, their ranges and what came of them. Every method may raise StoreBusyError; the same call succeeds later."""

    def __init__(self, transport: Transport, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._to = transport
        self._now = now

    def recording(self, act: Act) -> "LedgerStore":
        """This ledger, on which the next change is written down as an act, in the same transaction."""
        return LedgerStore(acts.Recording(self._to, act), self._now)

    async def start(self, run: Run) -> Run:
        """Write a new run down; the run with its total. Raises RunConflictError while another one has not ended."""
        return await self._to.write_patiently(runs.start, run)

    async def fill(self, pairs: Sequence[tuple[ArticleRecord, ReportRecord]]) -> int:
        """Save many articles in one transaction, leaving known content as it is; how many were saved."""
        return await self._to.write(bulk.fill, pairs)

    async def samples(self, digests: Sequence[int], besides: str | None = None) -> lines.Samples:
        """In which stored articles these lines stand, but for the article with the id `besides`."""
        return await self._to.read(lines.samples, digests, besides)

    async def forget_lines(self, most: int) -> int:
        """Let go of the lines that were seen longest ago, beyond the newest `most`; how many there were."""
        return await self._to.write(lines.prune, most)

    async def page(self, after: str, limit: int) -> list[tuple[ArticleRecord, ReportRecord]]:
        """Whole articles with their newest reports, in the order of their ids, after the article `after`."""
        return await self._to.read(articles.page, after, limit)

    async def keep_ruleset(self, version: str, table: Mapping[str, Any]) -> None:
        """Keep a ruleset's numbers. Raises ConflictError where its version is kept with other numbers."""
        await self._to.write(rulesets.keep_ruleset, version, table)

    async def ruleset(self, version: str) -> Mapping[str, Any] | None:
        """The numbers of a ruleset version."""
        return await self._to.read(rulesets.kept_ruleset, version)

    async def run(self, run_id: str) -> Run | None:
        """One run."""
        return await self._to.read(runs.run_by_id, run_id)

    async def runs(self, after: tuple[datetime, str] | None = None, limit: int = 50) -> list[Run]:
        """A page of runs, newest first."""
        return await self._to.read(runs.listed, after, limit)

    async def active(self) -> list[Run]:
        """Runs that are to be worked on, oldest first."""
        return await self._to.read(runs.in_state, (RunState.RUNNING,))

    async def unfinished(self) -> list[Run]:
        """Runs that are running or paused, oldest first."""
        return await self._to.read(runs.in_state, UNFINISHED)

    async def progress(self, run_id: str) -> Progress | None:
        """How far a run is."""
        return await self._to.read(runs.progress, run_id, self._now())

    async def has_work(self, run_id: str) -> bool:
        """Whether anything of a run is left to be judged or fetched."""
        return await self._to.read(runs.has_work, run_id)

    async def drifts(self, run_id: str, after: str = "", limit: int = 50) -> list[Mapping[str, Any]]:
        """Articles that a run changed or failed on, by article id after `after`, with what moved."""
        return await self._to.read(outcomes.drifts, run_id, after, limit)

    async def standing(self) -> RulesetInForce | None:
        """Under which ruleset the stored articles stand."""
        return await self._to.read(runs.standing)

    async def pause(self, run_id: str) -> bool:
        """Let no new range begin; False where the run is not running."""
        return await self._to.write(runs.move, run_id, RunState.PAUSED, (RunState.RUNNING,))

    async def resume(self, run_id: str) -> bool:
        """Go on; False where the run is not paused."""
        return await self._to.write(runs.move, run_id, RunState.RUNNING, (RunState.PAUSED,))

    async def cancel(self, run_id: str) -> bool:
        """End a run for good, what it made unseen; False where it has ended."""
        come_from = (*UNFINISHED, RunState.WAITING)
        return await self._to.write(runs.move, run_id, RunState.CANCELLED, come_from, self._now())

    async def publish(self, run_id: str) -> bool:
        """Make the reports of a waiting run the newest ones; False where it is not waiting."""
        return await self._to.write_patiently(publishing.publish, run_id, self._now())

    async def roll_back(self, run_id: str) -> bool:
        """Undo the newest publication; False where the run is not published, RunConflictError where another stands on it."""
        return await self._to.write_patiently(publishing.roll_back, run_id, self._now())

    async def conclude(self, run_id: str) -> RunState | None:
        """End a run that has no work left; None where it has, or somebody else ended it."""
        progress = await self.progress(run_id)
        if progress is None or progress.run.state is not RunState.RUNNING:
            return None
        return await self._to.write_patiently(publishing.conclude, progress, self._now())

    async def hand_out(self, run_id: str) -> bool:
        """Cut the next range off the archive; False where none is left."""
        return await self._to.write(ranges.hand_out, run_id)

    def hold(self, run: Run, worker: str) -> AbstractAsyncContextManager[HeldRange | None]:
        """Take a range that is open and nobody's; None where there is none now."""
        return self._to.hold(run, worker)

    async def fell_short(self, chunk: Chunk, error: str) -> None:
        """An attempt failed, perhaps through its articles."""
        await self._to.write(ranges.end_attempt, chunk.attempt_id, self._now(), error)

    async def excuse(self, chunk: Chunk) -> None:
        """An attempt failed through no fault of its articles; it does not count."""
        await self._to.write(ranges.excuse_attempt, chunk.attempt_id)

    async def reserve(self, run: Run, articles: int, rate: float, *, refresh: bool = False) -> float:
        """Take a place under a rate that all workers share; seconds until it is our turn."""
        return await self._to.write(ranges.reserve, run.id, articles, rate, self._now(), refresh=refresh)

    async def lease_fetch(self, run: Run, worker: str) -> Chunk | None:
        """Take a range whose evidence is to be fetched; None where there is none now."""
        now = self._now()
        chunk = await self._to.write(ranges.lease, run.id, ChunkState.FETCH, worker, now, now + FETCH_LEASE)
        return None if chunk is None else await self._to.begin(chunk, worker, now)

    async def prolong_fetch(self, chunk: Chunk, worker: str) -> bool:
        """Keep a range whose evidence is being fetched; False where it is somebody else's."""
        return await self._to.write(ranges.prolong, chunk, worker, self._now() + FETCH_LEASE)

    async def to_fetch(self, run: Run, chunk: Chunk) -> list[StoredArticle]:
        """The articles of a range whose evidence has not been fetched for this run yet."""
        stored = await self._to.read(outcomes.articles_of, run, chunk)
        return [article for article in stored if not article.refreshed]

    async def keep_evidence(self, run_id: str, article_id: str, evidence: Mapping[str, Any]) -> None:
        """Keep fresh evidence until its article is judged."""
        await self._to.write(outcomes.keep_evidence, run_id, article_id, evidence)

    async def fetched(self, chunk: Chunk, worker: str) -> bool:
        """Open a range for judging; False where it is somebody else's."""
        done = await self._to.write(ranges.evidence_fetched, chunk, worker)
        await self.excuse(chunk)  # what is judged next starts with no attempt against it
        return done


@asynccontextmanager
async def open_ledger(url: str, backend: Backend | None = None, size: int = 8) -> AsyncIterator[LedgerStore]:
    """The ledger of a migrated database; on SQLite it shares the one writer of `backend` where there is one.

    `size` bounds the connections to PostgreSQL: two for each range that is held at a time.
    """
    parsed = database_url(url)
    transport: Transport
    if is_sqlite(parsed):
        from service.storage.rescoring.holding_sqlite import SqliteLedger

        transport = SqliteLedger(parsed, backend)
    else:
        from service.storage.rescoring.holding_postgres import PostgresLedger

        transport = PostgresLedger(parsed, size)
    try:
        yield LedgerStore(transport)
    finally:
        await transport.close()
