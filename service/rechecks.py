"""Asks again, later, for what could not be learnt at once, and delivers the webhooks that tell of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

import orjson

from scoring import Evidence
from service.logs import Log
from service.metrics import Metrics
from service.resolve.caching import unfinished
from service.resolve.door import FetchFailedError, UrlRefusedError
from service.resolve.lifetimes import fresh_until, may_change
from service.resolve.outside import Poster
from service.sharing import Owner, working_for
from service.storage import Announcement, Outage, Recheck, Share, Store, StoreBusyError
from service.storage.outage import in_log
from service.webhooks import BACKOFF, signed_headers

# What look-ups get when nobody waits for the answer.
LOOK_SECONDS = 60.0
MOST_LOOKS = 10
FIRST_WAIT = timedelta(minutes=10)
LONGEST_WAIT = timedelta(days=1)
# A late report is told of after so many looks, complete or not.
ENOUGH_LOOKS = 3

IDLE_SECONDS = 5.0
# Looks and messages at a time, in all and of one sender: there is room for the next one to come. A silent receiver
# holds a message's place for some seconds.
LOOKS, LOOKS_EACH = 8, 6
MESSAGES, MESSAGES_EACH = 64, 48
LEASE = timedelta(minutes=3)


def next_look(
    article_id: str, evidence: Evidence, now: datetime, *, attempts: int, announce: bool
) -> Recheck | None:
    """When to ask again for what is unknown or may yet be mended; None where nothing is, or often enough."""
    if attempts >= MOST_LOOKS:
        return None
    if unfinished(evidence) and not attempts:
        return Recheck(article_id, now, attempts, announce)
    due = [fresh_until(lookup, found) for lookup, found in evidence.found.items() if may_change(found)]
    if not due and not unfinished(evidence):
        return None
    wait = min(FIRST_WAIT * 4**attempts, LONGEST_WAIT)
    return Recheck(article_id, max([now + wait, *([min(due)] if due else [])]), attempts, announce)


def gives_up(look: Recheck) -> bool:
    """Whether a late report is told of now even where it is not complete."""
    return look.attempts >= ENOUGH_LOOKS


def says(report: bytes) -> dict[str, Any]:
    """What a report says, apart from its own name and time and from when each look-up was made."""
    content: dict[str, Any] = orjson.loads(report)
    for name in ("id", "scored_at"):
        content.pop(name, None)
    for citation in content.get("citations", ()):
        citation.pop("checked_at", None)
    return content


T = TypeVar("T", bound=Recheck | Announcement)


class _Lane(Generic[T]):
    """Work that is due, so many pieces at a time; each that ends makes room for the next at once."""

    def __init__(
        self,
        size: int,
        most_each: int,
        take: Callable[[Share], Awaitable[list[T]]],
        do: Callable[[T], Awaitable[None]],
    ) -> None:
        self._size = size
        self._most_each = most_each
        self._take = take
        self._do = do
        self._running: dict[asyncio.Task[None], T] = {}
        self.woken = asyncio.Event()

    async def fill(self) -> int:
        """Begin what is due and has room; how much it was."""
        free = self._size - len(self._running)
        if not free:
            return 0
        under_way = self._running.values()
        held = Counter(item.sent_by for item in under_way)
        receivers = Counter(item.receiver for item in under_way if isinstance(item, Announcement))
        taken = await self._take(Share(free, self._most_each, held, receivers))
        for item in taken:
            with working_for(Owner(item.sent_by, item.article_id)):
                task = asyncio.ensure_future(self._do(item))
            self._running[task] = item
            task.add_done_callback(self._left)
        return len(taken)

    async def end(self) -> None:
        """Stop what is under way; it is due again when its lease ends."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _left(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self.woken.set()


class Rechecks:
    """Works off due looks and messages while the service runs; several processes share the work.

    Looks and messages have lanes of their own, so that neither waits for the other, and in each lane those who sent
    the articles are served in turn.
    """

    def __init__(
        self,
        store: Store,
        recheck: Callable[[Recheck], Awaitable[None]],
        poster: Poster,
        metrics: Metrics,
        log: Log,
        *,
        keys: Sequence[bytes] = (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._look_again = recheck
        self._poster = poster
        self._metrics = metrics
        self._log = log
        self._keys = keys
        self._now = now
        self._looks = _Lane(LOOKS, LOOKS_EACH, self._due_looks, self._look)
        self._messages = _Lane(MESSAGES, MESSAGES_EACH, self._due_messages, self._deliver)
        self._outage = Outage(in_log(log, "rechecks_wait", "rechecks_go_on"))

    def nudge(self) -> None:
        """Something is due now."""
        self._looks.woken.set()
        self._messages.woken.set()

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            await asyncio.gather(self._follow(self._looks), self._follow(self._messages))
        finally:
            await asyncio.gather(self._looks.end(), self._messages.end())

    async def _follow(self, lane: _Lane[Any]) -> None:
        """Do what is due whenever there may be some. What fails is logged and tried again."""
        while True:
            lane.woken.clear()
            try:
                if not await lane.fill():
                    self._metrics.followups(*await self._store.followups_waiting())
                self._outage.ends()
            except StoreBusyError as busy:
                self._outage.begins(str(busy))
            except Exception:
                self._log.exception("rechecks_failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(lane.woken.wait(), IDLE_SECONDS)

    async def _due_looks(self, share: Share) -> list[Recheck]:
        now = self._now()
        return await self._store.due_rechecks(now, now + LEASE, share)

    async def _due_messages(self, share: Share) -> list[Announcement]:
        now = self._now()
        return await self._store.due_announcements(now, now + LEASE, share)

    async def _look(self, look: Recheck) -> None:
        try:
            await self._look_again(look)
            self._messages.woken.set()
        except StoreBusyError as busy:
            # Nothing was written; the look is due again when its lease ends.
            self._outage.begins(str(busy))
        except Exception:
            self._log.exception("recheck_failed", article=look.article_id)

    async def _deliver(self, message: Announcement) -> None:
        try:
            await self._post(message)
        except Exception:
            self._log.exception("webhook_failed", article=message.article_id)

    async def _post(self, message: Announcement) -> None:
        now = self._now()
        try:
            headers = signed_headers(self._keys, message.id, now, message.body)
            answer = await self._poster.post(message.url, body=message.body, headers=headers)
            outcome = "delivered" if answer.status < 300 else "gone" if answer.status == 410 else "refused"
        except UrlRefusedError as refusal:
            outcome = "unsafe"
            self._log.warning("webhook_unsafe", article=message.article_id, rule=refusal.reason)
        except FetchFailedError:
            outcome = "refused"
        try:
            await self._settle(message, outcome, now)
        except StoreBusyError as busy:
            # It is delivered a second time when its lease ends, under the same id.
            self._outage.begins(str(busy))

    async def _settle(self, message: Announcement, outcome: str, now: datetime) -> None:
        if outcome == "refused" and message.attempts <= len(BACKOFF):
            outcome = "postponed"
            await self._store.settle_announcement(message, now + BACKOFF[message.attempts - 1])
        else:
            await self._store.settle_announcement(message)
        self._metrics.announced(outcome)
