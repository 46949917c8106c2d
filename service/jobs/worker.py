"""A process that does nothing but rescore: as many as you like, on any machine that reaches the database."""

import asyncio
import signal
from contextlib import AsyncExitStack, suppress

from service.jobs.draining import Drainer
from service.jobs.queue import EVIDENCE, RESCORE, make_queue, prepare
from service.jobs.refreshing import Refresher
from service.jobs.starting import begin
from service.logs import Log
from service.resolve.expert_memory import RememberingResolver
from service.resolve.outside import open_outside
from service.rulesets import load_ruleset
from service.settings import Settings
from service.storage import LedgerStore, RunConflictError, Store, open_ledger

QUEUE_LOST_SECONDS = 1.0


async def work(settings: Settings, lanes: int, log: Log, *, rescore: bool, evidence: bool) -> None:
    """Rescore, fetch evidence, or both, until told to stop by SIGTERM or SIGINT; then finish the ranges at hand."""
    async with AsyncExitStack() as stack:
        ledger = await stack.enter_async_context(open_ledger(settings.database_url, ranges=lanes))
        drainer = Drainer(ledger, lanes if rescore else 0, log)
        refresher = (
            await _refresher(settings, ledger, log, stack) if evidence and not settings.offline else None
        )
        stopped = asyncio.Event()

        def stop() -> None:
            stopped.set()
            drainer.stop()

        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)
        queue = asyncio.create_task(_follow_queue(settings, ledger, drainer, refresher, log))
        fetching = asyncio.create_task(refresher.run()) if refresher else None
        try:
            await asyncio.gather(drainer.run(), stopped.wait())
        finally:
            background = [task for task in (queue, fetching) if task is not None]
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)


async def _refresher(settings: Settings, ledger: LedgerStore, log: Log, stack: AsyncExitStack) -> Refresher:
    store = Store(ledger.gate)
    outside = await stack.enter_async_context(open_outside(settings, store, log=log))
    return Refresher(ledger, RememberingResolver(outside.resolver, store), settings.refresh_rate, log)


async def _follow_queue(
    settings: Settings, ledger: LedgerStore, drainer: Drainer, refresher: Refresher | None, log: Log
) -> None:
    """Be woken by the queue until cancelled; while it is away, the ledger is looked at all the same."""

    async def start(refresh: bool) -> None:
        ruleset = load_ruleset(settings.ruleset)
        try:
            run = await begin(ledger, ruleset, settings, created_by="cron", refresh_evidence=refresh)
        except RunConflictError as conflict:
            log.warning("rescoring_not_started", reason=str(conflict))
            return
        log.info("rescoring_started", run=run.id)
        drainer.wake()

    queues = [RESCORE, *([EVIDENCE] if refresher else [])]
    wake_evidence = refresher.wake if refresher else lambda: None
    while True:
        queue = make_queue(settings, drainer.wake, wake_evidence, start)
        try:
            async with queue.open_async():
                await prepare(queue)
                await queue.run_worker_async(
                    queues=queues, delete_jobs="successful", install_signal_handlers=False
                )
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.warning("queue_lost", reason=f"{type(error).__name__}: {error}")
        with suppress(TimeoutError):
            await asyncio.sleep(QUEUE_LOST_SECONDS)
