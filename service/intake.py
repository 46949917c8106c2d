"""Takes articles in: known content is answered from the store, anything else is scored and stored."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import perf_counter

from structlog.contextvars import bound_contextvars
from uuid_utils import uuid7

from scoring import AssayError
from service.logs import Log
from service.metrics import Metrics
from service.pipeline import TRACER, Pipeline
from service.rechecks import LOOK_SECONDS, gives_up, next_look, says
from service.records import ArticleRecord, KeptMarks, ReportRecord
from service.reports.keeping import article_record
from service.reports.scored import Scored
from service.resolve.caching import unfinished
from service.resolve.expert_memory import learnt
from service.sealing import Labels, SealedReport
from service.sharing import owner
from service.storage import Announcement, ConflictError, FollowUp, Recheck, Store, StoreBusyError
from service.submission import Submission

# An article that others store or revise at the same time is read again so often before the caller is sent away.
MOST_CONFLICTS = 10


class TextNotKeptError(AssayError):
    """The article's text was not kept, so it cannot be judged again."""


class NoSuchArticleError(AssayError):
    """The article is not stored, or not any more."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """An article with its newest report.

    `new` says whether the report was made just now, `late` that look-ups are still under way and another
    report will follow.
    """

    article: ArticleRecord
    report: ReportRecord
    new: bool
    late: bool = False


class Intake:
    """The desk where articles come in. With `keep_text` False, neither text nor evidence is stored."""

    def __init__(
        self,
        store: Store,
        pipeline: Pipeline,
        metrics: Metrics,
        log: Log,
        *,
        keep_text: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._pipeline = pipeline
        self._metrics = metrics
        self._log = log
        self._keep_text = keep_text
        self._now = now
        self._locks = KeyedLocks()

    async def submit(self, submission: Submission, seconds: float = 0.0) -> Submitted:
        """Score and store an article, or find the report of the same content. Raises StoreBusyError.

        Look-ups get `seconds`; what takes longer is finished later.
        """
        same = submission.content_hash

        async def attempt() -> Submitted:
            return await self._submit(submission, same, seconds)

        async with self._locks.hold(_identity(submission.site, submission.external_id) or same):
            return await _undisturbed(attempt)

    async def _submit(self, submission: Submission, same: str, seconds: float) -> Submitted:
        found = await self._store.find(submission.site, submission.external_id, same)
        if found is not None and found[0].content_hash == same:
            return Submitted(*found, new=False)
        article = article_record(
            submission,
            found[0].id if found else str(uuid7()),
            self._now(),
            keep_text=self._keep_text,
            sent_by=owner().caller or None,
        )
        replaces = found[0].content_hash if found else None
        return await self._score(article, submission, article.received_at, seconds, replaces=replaces)

    async def rescore(self, article_id: str, seconds: float = 0.0) -> Submitted:
        """Judge a stored article again, with fresh evidence. Raises NoSuchArticleError, TextNotKeptError and StoreBusyError."""

        async def attempt() -> Submitted:
            article = await self._store.article(article_id)
            if article is None:
                raise NoSuchArticleError
            if article.submission is None:
                raise TextNotKeptError
            submission = Submission.model_validate(article.submission)
            replaces = article.content_hash
            return await self._score(article, submission, self._now(), seconds, replaces=replaces, again=True)

        return await _undisturbed(attempt)

    async def recheck(self, look: Recheck) -> None:
        """Ask again for the evidence of an article, and store another report where it says something else.

        Whoever gave a `callback_url` is told when that happens, and when what was late is complete. Nothing is
        written of an article that was revised or erased while the outside was asked.
        """
        article = await self._store.article(look.article_id)
        if article is None or article.submission is None:
            await self._store.settle_recheck(look)
            return
        newest = await self._store.newest(article.id)
        submission = Submission.model_validate(article.submission)
        now = self._now()
        scored, _ = await self._judge(submission, article.received_at, _labels(article, now), LOOK_SECONDS)
        report = scored.record(keep_evidence=True)
        changed = newest is None or says(report.body) != says(newest.body)
        standing = newest if newest is not None and not changed else report
        late = unfinished(scored.evidence) and not gives_up(look)
        message = None
        if submission.callback_url and not late and (changed or look.announce):
            message = Announcement(str(uuid7()), article.id, submission.callback_url, standing.body, now)
        follow_up = self._follow_up(
            article.id, scored, now, look, announce=look.announce and late, message=message
        )
        # A revision brought its own plan, and what is erased needs none.
        with suppress(ConflictError):
            await self._save(article, report if changed else None, article.content_hash, follow_up)

    async def preview(self, submission: Submission, seconds: float = 0.0) -> SealedReport:
        """The report of an article that nothing is kept of."""
        now = self._now()
        labels = Labels(now, external_id=submission.external_id)
        scored, _ = await self._judge(submission, now, labels, seconds)
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
        replaces: str | None,
        again: bool = False,
    ) -> Submitted:
        labels = _labels(article, now)
        scored, marks = await self._judge(submission, article.received_at, labels, seconds, again=again)
        report = scored.record(keep_evidence=self._keep_text)
        # Without its text an article cannot be judged a second time, so nothing of it is ever late.
        late = self._keep_text and unfinished(scored.evidence)
        follow_up = None
        if self._keep_text and scored.evidence.online:
            follow_up = self._follow_up(article.id, scored, now, announce=late)
        # A digest tells whether a line was in the text: it is kept where the text is.
        kept = replace(article, marks=marks if self._keep_text else None)
        await self._save(kept, report, replaces, follow_up)
        return Submitted(article, report, new=True, late=late)

    async def _judge(
        self,
        submission: Submission,
        as_of: datetime,
        labels: Labels,
        seconds: float,
        *,
        again: bool = False,
    ) -> tuple[Scored, KeptMarks | None]:
        """A submission's report, and under which lines the article is worth keeping."""
        # What is logged on the way, such as a look-up that raised, names the article.
        with bound_contextvars(**({"article": labels.article_id} if labels.article_id else {})):
            scored, marks = await self._pipeline.score(
                submission.article(),
                as_of=as_of,
                labels=labels,
                seconds=seconds,
                again=again,
                outlet=submission.outlet,
            )
        self._metrics.scored(scored)
        for code, trace in scored.failed:
            self._log.error("check_failed", code=code, article=labels.article_id, exception=trace)
        return scored, marks

    async def _save(
        self,
        article: ArticleRecord,
        report: ReportRecord | None,
        replaces: str | None,
        follow_up: FollowUp | None,
    ) -> None:
        begun = perf_counter()
        with TRACER.start_as_current_span("assay.store"):
            await self._store.save(article, report, replaces=replaces, follow_up=follow_up)
        self._metrics.stored(perf_counter() - begun)

    def _follow_up(
        self,
        article_id: str,
        scored: Scored,
        now: datetime,
        look: Recheck | None = None,
        *,
        announce: bool,
        message: Announcement | None = None,
    ) -> FollowUp:
        """What was learnt, when to ask for the rest, and whom to tell."""
        evidence = scored.evidence
        attempts = look.attempts if look else 0
        planned = next_look(article_id, evidence, now, attempts=attempts, announce=announce)
        return FollowUp(learnt(evidence), planned, look, message)


async def _undisturbed(attempt: Callable[[], Awaitable[Submitted]]) -> Submitted:
    """What `attempt` gives once nobody stores, revises or erases the same article meanwhile. Raises StoreBusyError."""
    for _ in range(MOST_CONFLICTS):
        with suppress(ConflictError):
            return await attempt()
    raise StoreBusyError("the same article is being revised by too many requests at once")


def _labels(article: ArticleRecord, now: datetime) -> Labels:
    return Labels(now, str(uuid7()), article.id, article.external_id)


def _identity(site: str | None, external_id: str | None) -> str | None:
    return None if site is None or external_id is None else repr((site, external_id))


class KeyedLocks:
    """Lets those who want the same thing pass one after another; whoever wants something else does not wait."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def hold(self, key: str) -> AsyncIterator[None]:
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
