"""Asks the outside again for the articles of a run, at a rate that all workers share, before they are judged."""

import asyncio
import os
import socket
from contextlib import suppress
from dataclasses import replace

import orjson

from scoring import Evidence, Lookup, Ruleset
from service.judge_pool import JudgeProcess
from service.logs import Log
from service.reports.judging import read_article
from service.resolve import Resolver
from service.storage import Chunk, LedgerStore, Outage, Run, StoreBusyError, StoredArticle
from service.storage.outage import in_log
from service.submission import Submission

# What the look-ups of one article get.
ARTICLE_SECONDS = 30.0
# What reading it gets; the text may be made to take for ever.
READING_SECONDS = 30.0
IDLE = 2.0
AT_ONCE = 4
MOST_ATTEMPTS = 3
PROLONG_SECONDS = 8.0


class Refresher:
    """Fetches evidence for ranges that want it; `rate` is in articles a second over all workers."""

    def __init__(self, ledger: LedgerStore, resolver: Resolver, rate: float, log: Log) -> None:
        self._ledger = ledger
        self._resolver = resolver
        self._rate = rate
        self._log = log
        self._name = f"{socket.gethostname()}:{os.getpid()}:evidence"
        self._woken = asyncio.Event()
        self._outage = Outage(in_log(log, "refreshing_waits", "refreshing_goes_on"))
        self._reader = JudgeProcess()
        self._reading = asyncio.Lock()

    def wake(self) -> None:
        """There may be work."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled. What fails is logged and tried again."""
        try:
            await self._work_on()
        finally:
            await self._reader.end()

    async def _work_on(self) -> None:
        while True:
            try:
                worked = await self.work()
                self._outage.ends()
            except StoreBusyError as busy:
                self._outage.begins(str(busy))
                worked = False
            except Exception:
                self._log.exception("refreshing_failed")
                worked = False
            if not worked:
                self._woken.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), IDLE)

    async def work(self) -> bool:
        """Fetch for one range of any run; False where none wants it now."""
        for run in await self._ledger.active():
            if not run.refresh_evidence:
                continue
            chunk = await self._ledger.lease_fetch(run, self._name)
            if chunk is not None:
                await self._fetch(run, chunk)
                return True
            if await self._ledger.hand_out(run.id):
                return True
        return False

    async def _fetch(self, run: Run, chunk: Chunk) -> None:
        # What was fetched before a crash is kept; a range that crashes us is judged by its old evidence.
        if chunk.attempts <= MOST_ATTEMPTS:
            table = await self._ledger.ruleset(run.ruleset)
            if table is None:
                raise LookupError(f"ruleset {run.ruleset} is not kept")
            ruleset = Ruleset.from_dict(table)
            slots = asyncio.Semaphore(AT_ONCE)
            articles = await self._ledger.to_fetch(run, chunk)
            keeping = asyncio.create_task(self._keep(chunk))
            try:
                await asyncio.gather(*(self._one(run, article, ruleset, slots) for article in articles))
            finally:
                keeping.cancel()
        await self._ledger.fetched(chunk, self._name)

    async def _keep(self, chunk: Chunk) -> None:
        while True:
            await asyncio.sleep(PROLONG_SECONDS)
            await self._ledger.prolong_fetch(chunk, self._name)

    async def _one(
        self, run: Run, article: StoredArticle, ruleset: Ruleset, slots: asyncio.Semaphore
    ) -> None:
        if article.submission is None or article.evidence is None:
            return
        async with slots:
            try:
                before = Evidence.from_dict(orjson.loads(article.evidence))
                async with self._reading:
                    lookups = await self._reader.ask(
                        _lookups, article.submission, ruleset, deadline=READING_SECONDS
                    )
            except Exception as error:  # the judge will say so, in the article's own row
                self._log.warning("refresh_unreadable", article=article.article_id, reason=str(error))
                return
            if not lookups or before.as_of is None:
                return
            await asyncio.sleep(await self._ledger.reserve(run, 1, self._rate, refresh=True))
            fresh = await self._resolver.resolve(lookups, before.as_of, ARTICLE_SECONDS, again=True)
            # What other articles tell is not asked outside.
            fresh = replace(fresh, templates=before.templates)
            await self._ledger.keep_evidence(run.id, article.article_id, fresh.as_dict())


def _lookups(submission: str, ruleset: Ruleset) -> tuple[Lookup, ...]:
    article = Submission.model_validate_json(submission).article()
    return read_article(article, ruleset, compare=False).lookups
