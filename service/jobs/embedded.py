"""Rescoring inside another process: the service's background, or a command that waits for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.jobs.draining import Drainer
from service.jobs.refreshing import Refresher
from service.logs import Log
from service.resolve import Resolver
from service.settings import Settings
from service.storage import LedgerStore


@asynccontextmanager
async def at_work(
    ledger: LedgerStore, resolver: Resolver | None, lanes: int, log: Log, settings: Settings
) -> AsyncIterator[Drainer]:
    """Rescore in the background while this is open; ranges at hand are finished on leaving.

    Without a resolver, or offline, nothing is fetched.
    """
    drainer = Drainer(ledger, lanes, log)
    works = [asyncio.create_task(drainer.run())]
    fetching: list[asyncio.Task[None]] = []
    if resolver is not None and lanes and not settings.offline:
        refresher = Refresher(ledger, resolver, settings.refresh_rate, log)
        fetching.append(asyncio.create_task(refresher.run()))
    try:
        yield drainer
    finally:
        drainer.stop()
        for task in fetching:
            task.cancel()
        await asyncio.gather(*works, *fetching, return_exceptions=True)
