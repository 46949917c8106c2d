"""The store: what the service keeps, whichever database is below."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy.exc import IntegrityError

from scoring import Found, Lookup, found_from_dict
from service.records import (
    Act,
    ArticleFilter,
    ArticleRecord,
    ClaimedKey,
    Dismissal,
    IdempotencyClaim,
    KeyRecord,
    Opinion,
    ReportRecord,
    ShadowRecord,
    SourceRecord,
    StoredResponse,
    Tally,
)
from service.storage import (
    acts,
    articles,
    bulk,
    dismissals,
    fast_path,
    feedback,
    followups,
    keys,
    lines,
    lookups,
    replies,
    rulesets,
    secrets,
    sources,
)
from service.storage.errors import ConflictError, StoreBusyError
from service.storage.fast_path import Samples
from service.storage.followups import Announcement, FollowUp, Recheck, Share
from service.storage.gate import Gate, open_gate
from service.storage.outage import tells_nobody
from service.storage.saving import Save
from service.storage.schema import check_head

# Expired idempotency keys are swept out once in so many claims.
SWEEP_EVERY = 500
# Lines beyond the bound are let go once in so many saves.
PRUNE_EVERY = 500
MOST_LINES = 1_000_000
MAX_WAITING = 256
# A database that has not answered after so long is not ready, whether it will answer or not.
READY_SECONDS = 3.0


class Store:
    """Articles with their reports, keys, idempotency keys and rulesets. Times are aware; they come back in UTC."""

    def __init__(self, gate: Gate, max_waiting: int = MAX_WAITING, most_lines: int = MOST_LINES) -> None:
        self._gate = gate
        self._max_waiting = max_waiting
        self._most_lines = most_lines
        self._claims = 0
        self._saves = 0
        self._checking: asyncio.Task[None] | None = None

    @property
    def gate(self) -> Gate:
        """The way to the database, for the ledger to share."""
        return self._gate

    @property
    def waiting(self) -> int:
        """Writes that are not finished yet."""
        return self._gate.waiting

    def recording(self, act: Act) -> "Store":
        """This store, on which the next change is written down as an act, in the same transaction."""
        return Store(acts.Recording(self._gate, act), self._max_waiting, self._most_lines)

    async def note(self, act: Act) -> None:
        """Write down an act that is done already."""
        await self._gate.write(acts.note, act)

    async def acts(self, limit: int) -> list[Act]:
        """The newest acts of administrators, newest first."""
        return await self._gate.read(acts.listed, limit)

    async def secret(self, name: str) -> str:
        """A secret of the service's own; it is made when it is asked for first."""
        kept = await self._gate.read(secrets.kept, name)
        if kept is None:
            await self._gate.write(secrets.make, name)
            kept = await self._gate.read(secrets.kept, name)
        assert kept is not None
        return kept

    def _refuse_when_busy(self) -> None:
        if self.waiting >= self._max_waiting:
            raise StoreBusyError(f"{self.waiting} writes wait for the database")

    async def save(
        self,
        article: ArticleRecord,
        report: ReportRecord | None,
        *,
        replaces: str | None = None,
        follow_up: FollowUp | None = None,
    ) -> None:
        """Save an article with `report` as its newest, and what follows from it: all or nothing.

        A new article `replaces` nothing. For a known one that is the content_hash that it was read with: a revision
        or a later report is saved only while that still stands. Without a `report` the newest one stays.

        Raises StoreBusyError when too many writes wait, and ConflictError when the article was revised or erased meanwhile,
        or another one has the same identity (site and external_id; without them, content_hash): `find` it again.
        """
        if report is None and replaces is None:
            raise ValueError(f"new article {article.id} comes without a report")
        if report is not None and report.article_id != article.id:
            raise ValueError(f"report {report.id} is not about article {article.id}")
        self._refuse_when_busy()
        self._saves += 1
        if self._saves % PRUNE_EVERY == 0:
            await self._gate.write(lines.prune, self._most_lines)
        if replaces is None and follow_up is not None and follow_up.empty:
            follow_up = None
        try:
            await self._gate.save(Save(article, report, replaces, follow_up))
        except IntegrityError as error:
            raise ConflictError(str(error.orig)) from error

    async def fill(self, pairs: Sequence[tuple[ArticleRecord, ReportRecord]]) -> int:
        """Save many articles in one transaction, leaving known content as it is; how many were saved."""
        return await self._gate.write_patiently(bulk.fill, pairs, self._gate.add)

    async def forget_lines(self) -> int:
        """Let go of the lines that were seen longest ago, beyond the newest that are kept; how many there were."""
        return await self._gate.write_patiently(lines.prune, self._most_lines)

    async def samples(self, digests: Sequence[int], besides: str | None = None) -> Samples:
        """In which stored articles these lines stand, but for the article with the id `besides`."""
        return await self._gate.read(fast_path.samples, digests, besides)

    async def newest(self, article_id: str) -> ReportRecord | None:
        """The newest report of an article."""
        return await self._gate.read(articles.newest_report, article_id)

    async def find(
        self, site: str | None, external_id: str | None, content_hash: str
    ) -> tuple[ArticleRecord, ReportRecord] | None:
        """The article of this site and external_id; where one is missing, the anonymous one of this content."""
        return await self._gate.find(site, external_id, content_hash)

    async def article(self, article_id: str) -> ArticleRecord | None:
        """One article."""
        return await self._gate.read(articles.article_by_id, article_id)

    async def brief_article(self, article_id: str) -> ArticleRecord | None:
        """One article without its submission."""
        return await self._gate.read(articles.brief_article, article_id)

    async def identified(self, site: str, external_id: str) -> ArticleRecord | None:
        """The article that its CMS knows so, without its submission."""
        return await self._gate.read(articles.identified, site, external_id)

    async def articles(
        self, wanted: ArticleFilter, after: tuple[datetime, str] | None = None, limit: int = 50
    ) -> list[tuple[ArticleRecord, ReportRecord]]:
        """A page of articles, newest first, that follows `after` (received_at, id).

        The records are brief: no submission, body, evidence or findings.
        """
        return await self._gate.read(articles.listed, wanted, after, limit)

    async def page(self, after: str, limit: int) -> list[tuple[ArticleRecord, ReportRecord]]:
        """Whole articles with their newest reports, in the order of their ids, after the article `after`."""
        return await self._gate.read(articles.page, after, limit)

    async def reports(
        self, article_id: str, after: tuple[datetime, str] | None = None, limit: int | None = None
    ) -> list[ReportRecord]:
        """A page of an article's reports, newest first, that follows `after` (scored_at, id); all without a limit."""
        return await self._gate.read(articles.history, article_id, after, limit)

    async def submission(self, report_id: str) -> Mapping[str, Any] | None:
        """What a report judged, also where the article was revised since; None where no text was kept."""
        return await self._gate.read(articles.judged_submission, report_id)

    async def judged_submissions(
        self, report_ids: Sequence[str]
    ) -> Mapping[str, tuple[str, Mapping[str, Any] | None]]:
        """By report, the hash of the content that it judged, and that submission; None where no text was kept."""
        return await self._gate.read(articles.judged_submissions, report_ids)

    async def revision(self, article_id: str, content_hash: str) -> Mapping[str, Any] | None:
        """What an article said when its content had this hash, before it was revised."""
        return await self._gate.read(articles.revision_of, article_id, content_hash)

    async def report(self, report_id: str) -> ReportRecord | None:
        """One report, of the past or the newest."""
        return await self._gate.read(articles.report_by_id, report_id)

    async def dismissals(self, article_id: str) -> list[Dismissal]:
        """What was dismissed of an article, oldest first."""
        return await self._gate.read(dismissals.of_article, article_id)

    async def dismiss(self, dismissal: Dismissal) -> bool:
        """Keep a dismissal in place of an earlier one; False where the article is gone.

        Raises StoreBusyError, and TooManyDismissalsError where the article has as many as it may.
        """
        self._refuse_when_busy()
        return await self._gate.write(dismissals.dismiss, dismissal)

    async def undo_dismissal(self, article_id: str, fingerprint: str) -> bool:
        """Forget a dismissal; False where there is none. Raises StoreBusyError."""
        self._refuse_when_busy()
        return await self._gate.write(dismissals.undo, article_id, fingerprint)

    async def erase(self, article_id: str) -> bool:
        """Remove an article and all that quotes it; False where there is none."""
        return await self._gate.write(articles.erase, article_id)

    async def keep_ruleset(self, version: str, table: Mapping[str, Any]) -> None:
        """Keep a ruleset's numbers. Raises ConflictError where its version is kept with other numbers."""
        if await self.ruleset(version) != table:
            await self._gate.write(rulesets.keep_ruleset, version, table)

    async def ruleset(self, version: str) -> Mapping[str, Any] | None:
        """The numbers of a ruleset version."""
        return await self._gate.read(rulesets.kept_ruleset, version)

    async def add_key(self, key: KeyRecord) -> None:
        """Keep a new key. Raises ConflictError where its id is taken."""
        try:
            await self._gate.write(keys.add_key, key)
        except IntegrityError as error:
            raise ConflictError(str(error.orig)) from error

    async def key(self, key_id: str) -> KeyRecord | None:
        """One key, revoked or not."""
        return await self._gate.read(keys.key_by_id, key_id)

    async def keys(self) -> list[KeyRecord]:
        """Every key, oldest first."""
        return await self._gate.read(keys.all_keys)

    async def revoke_key(self, key_id: str, at: datetime) -> bool:
        """Revoke a key; False where it is unknown or was revoked before."""
        return await self._gate.write(keys.revoke_key, key_id, at)

    async def touch_key(self, key_id: str, at: datetime) -> None:
        """Note when a key was used last."""
        await self._gate.write(keys.touch_key, key_id, at)

    async def claim(
        self, scope: str, key: str, body_hash: str, now: datetime, expires: datetime
    ) -> IdempotencyClaim:
        """Take an idempotency key, or say what it met. Raises StoreBusyError when too many writes wait.

        What is held must be prolonged while the request is answered: without that it is free again in seconds.
        """
        self._refuse_when_busy()
        self._claims += 1
        if self._claims % SWEEP_EVERY == 1:
            await self._gate.write(replies.sweep, now)
        mine = ClaimedKey(scope, key, token_hex(8))
        return await self._gate.write(replies.claim, mine, body_hash, now, expires)

    async def prolong(self, held: ClaimedKey, now: datetime) -> bool:
        """Keep a claim for another while; False where somebody else has taken it over."""
        return await self._gate.write(replies.prolong, held, now)

    async def settle(self, held: ClaimedKey, reply: StoredResponse, article_id: str | None = None) -> None:
        """Keep the answer to a claim. Where its article has been erased meanwhile, the claim is dropped."""
        try:
            await self._gate.write(replies.settle, held, reply, article_id)
        except IntegrityError:
            await self.release(held)

    async def release(self, held: ClaimedKey) -> None:
        """Drop an unfinished claim after an error, so that the key may be tried again."""
        await self._gate.write(replies.release, held)

    async def known_verdicts(self, asked: Iterable[Lookup]) -> Mapping[Lookup, Found]:
        """What was learnt of these look-ups for any stored article, fresh or not."""
        kept = await self._gate.read(lookups.known, list(asked))
        return {lookup: found_from_dict(lookup.kind, found) for lookup, found in kept.items()}

    async def add_source(self, record: SourceRecord) -> None:
        """Keep what an editor attached to a person. Raises StoreBusyError when too many writes wait."""
        self._refuse_when_busy()
        await self._gate.write(sources.add, record)

    async def remove_source(self, source_id: str, attached_under: str) -> bool:
        """Remove what an editor attached, with the kept replies to requests whose scope ends so; False where there
        is none.
        """
        return await self._gate.write(sources.remove, source_id, attached_under)

    async def source(self, source_id: str) -> SourceRecord | None:
        """One thing that an editor attached, expired or not."""
        return await self._gate.read(sources.by_id, source_id)

    async def sources(
        self, key: str | None = None, after: tuple[datetime, str] | None = None, limit: int = 50
    ) -> list[SourceRecord]:
        """A page of what editors attached, to one person or to all, that follows `after` (created_at, id)."""
        return await self._gate.read(sources.listed, key, after, limit)

    async def remembered(self, keys: Iterable[str]) -> list[SourceRecord]:
        """All that editors attached to these people, newest first, expired or not."""
        return await self._gate.read(sources.known, sorted(set(keys)))

    async def settle_recheck(self, done: Recheck) -> None:
        """Strike a look off the list, unless another one was planned meanwhile."""
        await self._gate.write(followups.settle, done)

    async def due_rechecks(self, now: datetime, until: datetime, share: Share) -> list[Recheck]:
        """Take looks that are due, senders in turn; one that is not settled is due again at `until`."""
        return await self._gate.write(followups.take_due, now, until, share)

    async def due_announcements(self, now: datetime, until: datetime, share: Share) -> list[Announcement]:
        """Take messages that are due, senders in turn; one that is not settled is due again at `until`."""
        return await self._gate.write(followups.take_messages, now, until, share)

    async def settle_announcement(self, message: Announcement, again_at: datetime | None = None) -> None:
        """Drop a message, or try it again later."""
        if again_at is None:
            await self._gate.write(followups.drop, message.id)
        else:
            await self._gate.write(followups.postpone, message.id, again_at)

    async def followups_waiting(self) -> tuple[int, int]:
        """How many looks and how many messages are still to come."""
        return await self._gate.read(followups.waiting)

    async def finding_place(self, report_id: str, number: int) -> tuple[str, ArticleRecord] | None:
        """The code of a finding and its article, in brief."""
        return await self._gate.read(feedback.finding_place, report_id, number)

    async def give_opinion(self, opinion: Opinion) -> bool:
        """Keep an opinion in place of the giver's earlier one; False where its finding is gone. Raises StoreBusyError."""
        self._refuse_when_busy()
        return await self._gate.write(feedback.give, opinion)

    async def opinions_on(self, report_id: str, number: int) -> list[Opinion]:
        """What readers said of one finding, oldest first."""
        return await self._gate.read(feedback.opinions_on, report_id, number)

    async def take_back_opinion(self, report_id: str, number: int, giver: str) -> bool:
        """Forget what a reader said of a finding; False where there is nothing. Raises StoreBusyError."""
        self._refuse_when_busy()
        return await self._gate.write(feedback.take_back, report_id, number, giver)

    async def tallies(self) -> Mapping[str, Mapping[str, Tally]]:
        """How many readers of each caller are for and against a code; those on erased articles are gone with them."""
        return await self._gate.read(feedback.tallies)

    async def shadowed(self) -> Mapping[str, ShadowRecord]:
        """The codes in the shadow."""
        return await self._gate.read(feedback.shadowed)

    async def put_in_shadow(self, record: ShadowRecord) -> bool:
        """Put a code in the shadow; False where it is there already."""
        return await self._gate.write(feedback.put_in_shadow, record)

    async def lift_shadow(self, code: str) -> bool:
        """Take a code out of the shadow; False where it was not there."""
        return await self._gate.write(feedback.lift, code)

    async def ready(self, seconds: float = READY_SECONDS) -> None:
        """Return if the database answers, its schema is current and it takes writes.

        Raises SchemaBehindError, StoreBusyError where it does not answer in so many seconds or takes no writes, or the
        database's own error.
        """
        if self._checking is None or self._checking.done():
            self._checking = asyncio.create_task(self._check())
            self._checking.add_done_callback(_heard)
        # It is left alone when its time is up: a server that is frozen would not hear a cancellation either.
        done, _ = await asyncio.wait({self._checking}, timeout=seconds)
        if not done:
            raise StoreBusyError(f"the database has not answered for {seconds:g} s")
        self._checking.result()

    async def _check(self) -> None:
        await self._gate.check()
        await self._gate.read(check_head)
        # It took no write lately, and nobody sends any to a service that is not ready: try.
        if self._gate.outage.reason is not None:
            await self._gate.write(replies.write_nothing)

    async def close(self) -> None:
        """End what is asked in the background; the gate is its opener's to close."""
        if self._checking is not None:
            self._checking.cancel()
            await asyncio.gather(self._checking, return_exceptions=True)


def _heard(task: asyncio.Task[None]) -> None:
    """Take note of how a check ended that nobody waited for until its end; asyncio would print a traceback."""
    if not task.cancelled():
        task.exception()


@asynccontextmanager
async def open_store(
    url: str,
    max_waiting: int = MAX_WAITING,
    most_lines: int = MOST_LINES,
    *,
    ranges: int = 0,
    tell: Callable[[str | None], None] = tells_nobody,
) -> AsyncIterator[Store]:
    """A store on a migrated database, behind a gate of its own; on leaving, what waits is written first.

    Of the lines by which articles are known again, the `most_lines` that were seen last are kept. `ranges` and `tell`
    are those of `open_gate`. Raises DatabaseUrlError.
    """
    async with open_gate(url, ranges=ranges, tell=tell) as gate:
        store = Store(gate, max_waiting, most_lines)
        try:
            yield store
        finally:
            await store.close()
