"""Takes articles in: known content is answered from the store, anything else is scored and stored."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import perf_counter

import orjson
from uuid_utils import uuid7

from scoring import outlet_of
from service.metrics import Metrics
from service.pipeline import Labels, Pipeline, Scored
from service.rechecks import LOOK_SECONDS, gives_up, next_look, says
from service.resolve.caching import unfinished
from service.resolve.memory import learnt
from service.storage import Announcement, Conflict, Recheck, Store
from service.storage.records import ArticleRecord, ReportRecord
from service.submission import Submission


class TextNotKept(Exception):
    """The article's text was not kept, so it cannot be judged again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An article with its newest report.

    `new` says whether the report was made just now, `late` that look-ups are still under way and another
    report will follow.
    """

    article: ArticleRecord
    report: ReportRecord
    new: bool
    late: bool = False


def content_hash(submission: Submission) -> str:
    """What makes two submissions the same: SHA-256 (hex) of all fields but `id` and `callback_url`."""
    fields = submission.stored()
    fields.pop("id", None)
    fields.pop("callback_url", None)
    return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()


class Intake:
    """The desk where articles come in. With `keep_text` False, neither text nor evidence is stored."""

    def __init__(
        self,
        store: Store,
        pipeline: Pipeline,
        metrics: Metrics,
        *,
        keep_text: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._pipeline = pipeline
        self._metrics = metrics
        self._keep_text = keep_text
        self._now = now
        self._queues = Queues()

    async def take(self, submission: Submission, seconds: float = 0.0) -> Taken:
        """Score and store an article, or find the report of the same content. Raises StoreBusy.

        Look-ups get `seconds`; what takes longer is finished later.
        """
        same = content_hash(submission)
        async with self._queues.turn(_identity(submission.site, submission.external_id) or same):
            try:
                return await self._take(submission, same, seconds)
            except Conflict:
                # Another process stored the same article first; it is found this time.
                return await self._take(submission, same, seconds)

    async def _take(self, submission: Submission, same: str, seconds: float) -> Taken:
        found = await self._store.find(submission.site, submission.external_id, same)
        if found is not None and found[0].content_hash == same:
            return Taken(*found, new=False)
        article = ArticleRecord(
            id=found[0].id if found else str(uuid7()),
            site=submission.site,
            external_id=submission.external_id,
            content_hash=same,
            title=submission.title if self._keep_text else None,
            url=submission.url,
            submission=submission.stored() if self._keep_text else None,
            received_at=self._now(),
        )
        return await self._score(article, submission, article.received_at, seconds)

    async def rescore(self, article: ArticleRecord, seconds: float = 0.0) -> Taken:
        """Judge a stored article again, with fresh evidence. Raises TextNotKept and StoreBusy."""
        async with self._queues.turn(_identity(article.site, article.external_id) or article.content_hash):
            # It may have been revised while this waited for its turn.
            newest = await self._store.article(article.id)
            if newest is None or newest.submission is None:
                raise TextNotKept
            submission = Submission.model_validate(newest.submission)
            return await self._score(newest, submission, self._now(), seconds, again=True)

    async def look_again(self, look: Recheck) -> None:
        """Ask again for the evidence of an article, and store another report where it says something else.

        Whoever gave a `callback_url` is told when that happens, and when what was late is complete.
        """
        article = await self._store.article(look.article_id)
        if article is None or article.submission is None:
            await self._store.settle_recheck(look)
            return
        async with self._queues.turn(_identity(article.site, article.external_id) or article.content_hash):
            newest = await self._store.newest(article.id)
            submission = Submission.model_validate(article.submission)
            now = self._now()
            scored = await self._judge(article, submission, now, LOOK_SECONDS)
            report = scored.record(keep_evidence=True)
            changed = newest is None or says(report.body) != says(newest.body)
            if changed:
                await self._save(article, report)
            late = unfinished(scored.evidence) and not gives_up(look)
            await self._follow_up(article.id, scored, now, look, announce=look.announce and late)
            if submission.callback_url and not late and (changed or look.announce):
                message = Announcement(str(uuid7()), article.id, submission.callback_url, report.body, now)
                await self._store.announce(message)

    async def preview(self, submission: Submission, seconds: float = 0.0) -> bytes:
        """The report of an article that nothing is kept of."""
        now = self._now()
        labels = Labels(now, external_id=submission.external_id)
        outlet = outlet_of(submission.url, submission.site)
        scored = await self._pipeline.score(
            submission.article(), as_of=now, labels=labels, seconds=seconds, outlet=outlet
        )
        self._metrics.scored(scored)
        return scored.body

    async def text(self, article: ArticleRecord) -> str | None:
        """The text that a report's spans point into, or None where it was not kept."""
        if article.submission is None:
            return None
        return await self._pipeline.text(Submission.model_validate(article.submission).article())

    async def _score(
        self,
        article: ArticleRecord,
        submission: Submission,
        now: datetime,
        seconds: float,
        *,
        again: bool = False,
    ) -> Taken:
        scored = await self._judge(article, submission, now, seconds, again=again)
        report = scored.record(keep_evidence=self._keep_text)
        # A digest tells whether a line was in the text: it is kept where the text is.
        await self._save(replace(article, marks=scored.marks if self._keep_text else None), report)
        # Without its text an article cannot be judged a second time, so nothing of it is ever late.
        late = self._keep_text and unfinished(scored.evidence)
        if self._keep_text and scored.evidence.online:
            await self._follow_up(article.id, scored, now, announce=late)
        return Taken(article, report, new=True, late=late)

    async def _judge(
        self,
        article: ArticleRecord,
        submission: Submission,
        now: datetime,
        seconds: float,
        *,
        again: bool = False,
    ) -> Scored:
        labels = Labels(now, str(uuid7()), article.id, article.external_id)
        scored = await self._pipeline.score(
            submission.article(),
            as_of=article.received_at,
            labels=labels,
            seconds=seconds,
            again=again,
            outlet=outlet_of(submission.url, submission.site),
        )
        self._metrics.scored(scored)
        return scored

    async def _save(self, article: ArticleRecord, report: ReportRecord) -> None:
        begun = perf_counter()
        await self._store.save(article, report)
        self._metrics.stored(perf_counter() - begun)

    async def _follow_up(
        self,
        article_id: str,
        scored: Scored,
        now: datetime,
        look: Recheck | None = None,
        *,
        announce: bool,
    ) -> None:
        """Keep what was learnt, and plan when to ask for the rest."""
        evidence = scored.evidence
        await self._store.keep_verdicts(article_id, learnt(evidence))
        planned = next_look(
            article_id, evidence, now, attempts=look.attempts if look else 0, announce=announce
        )
        if planned is not None:
            await self._store.schedule_recheck(planned)
        elif look is not None:
            await self._store.settle_recheck(look)


def _identity(site: str | None, external_id: str | None) -> str | None:
    return None if site is None or external_id is None else repr((site, external_id))


class Queues:
    """Lets those who want the same thing pass one after another; whoever wants something else does not wait."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """Hold the turn of `key`."""
        lock, held = self._waiting.get(key, (asyncio.Lock(), 0))
        self._waiting[key] = (lock, held + 1)
        try:
            async with lock:
                yield
        finally:
            lock, held = self._waiting.pop(key)
            if held > 1:
                self._waiting[key] = (lock, held - 1)
