"""Works off the ledger: takes ranges, has them judged, writes what came of it, until nothing is left."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic, perf_counter
from typing import Any

from scoring import Ruleset
from service.jobs.judging import HEARTBEAT, JudgingFailedError, JudgingProcess
from service.logs import Log
from service.storage import (
    Chunk,
    HeldRange,
    LeaseLostError,
    LedgerStore,
    Outage,
    Outcome,
    Run,
    RunState,
    StoreBusyError,
)
from service.storage.outage import in_log

# How often whoever has nothing to do looks whether somebody else's range has become free.
GAP = 0.25
# How often it looks for new runs; the queue wakes it earlier.
IDLE = 2.0
AFTER_FAULT = 0.5
MOST_ATTEMPTS = 3

Judge = Callable[[], JudgingProcess]


class Drainer:
    """Lanes that each hold one range at a time and have a process of their own to judge it.

    A crash of that process is blamed on the one range that it judged. With `only`, the lanes end when that run
    has; else they wait for more until `stop`.
    """

    def __init__(
        self,
        ledger: LedgerStore,
        lanes: int,
        log: Log,
        *,
        only: str | None = None,
        make_judge: Judge = JudgingProcess,
    ) -> None:
        self._ledger = ledger
        self._lanes = lanes
        self._log = log
        self._only = only
        self._make_judge = make_judge
        self._stopping = asyncio.Event()
        self._woken = asyncio.Event()
        self._rulesets: dict[str, Ruleset] = {}
        self._outage = Outage(in_log(log, "rescoring_waits", "rescoring_goes_on"))

    def wake(self) -> None:
        """There may be work."""
        self._woken.set()

    def stop(self) -> None:
        """Finish the ranges at hand and end."""
        self._stopping.set()
        self._woken.set()

    async def run(self) -> None:
        """Work until stopped, or until the one run has ended. What fails is logged and tried again."""
        await asyncio.gather(*(self._lane(number) for number in range(self._lanes)))

    async def _lane(self, number: int) -> None:
        name = f"{socket.gethostname()}:{os.getpid()}:{number}"
        judge = self._make_judge()
        try:
            while not self._stopping.is_set():
                try:
                    ended = await self._turn(name, judge)
                    self._outage.ends()
                    if ended:
                        return
                except StoreBusyError as busy:
                    self._outage.begins(str(busy))
                    await self._rest(AFTER_FAULT)
                except Exception:
                    self._log.exception("rescoring_failed")
                    await self._rest(AFTER_FAULT)
        finally:
            await judge.end()

    async def _turn(self, name: str, judge: JudgingProcess) -> bool:
        """One step on the oldest run that has any; whether this lane is done for good."""
        if self._only is not None:
            one = await self._ledger.run(self._only)
            if one is None or one.state is not RunState.RUNNING:
                return True
            runs = [one]
        else:
            runs = await self._ledger.active()
        if runs:
            await judge.ready()
        for run in runs:
            if await self._step(run, name, judge):
                return False
        await self._rest(GAP if runs else IDLE)
        return False

    async def _step(self, run: Run, name: str, judge: JudgingProcess) -> bool:
        """Do one range of a run; False where there is none to be had now."""
        async with self._ledger.hold(run, name) as held:
            if held is not None:
                await self._attempt(run, held, judge)
                return True
        # With fresh evidence wanted, whoever fetches it cuts the ranges: it is the slower one.
        if not run.refresh_evidence and await self._ledger.hand_out(run.id):
            return True
        ended = await self._ledger.conclude(run.id)
        if ended is not None:
            self._log.info("rescoring_ended", run=run.id, state=str(ended))
        return False

    async def _attempt(self, run: Run, held: HeldRange, judge: JudgingProcess) -> None:
        chunk = held.chunk
        try:
            if chunk.attempts > MOST_ATTEMPTS:
                await self._find_poison(held)
            elif await self._our_turn(run, held):
                await self._work(run, held, judge)
            else:
                await self._ledger.excuse(chunk)
        except JudgingFailedError as failure:
            self._log.warning("range_failed", run=run.id, number=chunk.number, reason=str(failure))
            await self._ledger.fell_short(chunk, str(failure))
        except (StoreBusyError, LeaseLostError):
            await self._forgive(chunk)
            raise
        except Exception as error:
            await self._ledger.fell_short(chunk, f"{type(error).__name__}: {error}")
            raise

    async def _work(self, run: Run, held: HeldRange, judge: JudgingProcess) -> None:
        begun = perf_counter()
        ruleset = await self._ruleset(run.ruleset)
        articles = await held.articles()
        outcomes = await judge.judge(articles, ruleset, run.created_at, held.still_here)
        for outcome in outcomes:
            for code, trace in outcome.raised:
                self._log.error("check_failed", code=code, article=outcome.article_id, exception=trace)
        await held.finish(outcomes, perf_counter() - begun)

    async def _find_poison(self, held: HeldRange) -> None:
        """Halve what cannot be judged; a single article is recorded with its error, and the run goes on."""
        if await held.split():
            return
        why = held.chunk.last_error or "the worker that judged it died"
        articles = await held.articles()
        outcomes = [Outcome(article.article_id, article.report_id, error=why) for article in articles]
        await held.finish(outcomes, 0.0)

    async def _our_turn(self, run: Run, held: HeldRange) -> bool:
        """Wait as the run's rate demands; False where it was stopped meanwhile, or we were."""
        if not run.max_rate:
            return True
        until = monotonic() + await self._ledger.reserve(run, held.chunk.size, run.max_rate)
        while (left := until - monotonic()) > 0:
            await self._rest(min(left, HEARTBEAT / 3))
            await held.still_here()
            now = await self._ledger.run(run.id)
            if self._stopping.is_set() or now is None or now.state is not RunState.RUNNING:
                return False
        return True

    async def _forgive(self, chunk: Chunk) -> None:
        # The server may be away for good; then the attempt counts after all, which halves a range at worst.
        with suppress(StoreBusyError):
            await self._ledger.excuse(chunk)

    async def _ruleset(self, version: str) -> Ruleset:
        if version not in self._rulesets:
            table = await self._ledger.ruleset(version)
            if table is None:
                raise LookupError(f"ruleset {version} is not kept")
            self._rulesets[version] = Ruleset.from_dict(table)
        return self._rulesets[version]

    async def _rest(self, seconds: float) -> None:
        self._woken.clear()
        if not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), seconds)


async def sooner(*works: Awaitable[Any]) -> None:
    """Run works side by side; the end or failure of one ends the others."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
