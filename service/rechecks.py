"""Asks again, later, for what could not be learnt at once, and delivers the webhooks that tell of it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from scoring import Evidence, Found, PersonEvidence, PersonVerdict, Verdict
from service.metrics import Metrics
from service.resolve.caching import unfinished
from service.resolve.door import Refused, Unreached
from service.resolve.lifetimes import FAILED, fresh_until, is_final
from service.resolve.outside import Poster
from service.storage import Announcement, Outage, Recheck, Store, StoreBusy
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
AT_ONCE = 4
LEASE = timedelta(minutes=3)


def next_look(
    article_id: str, evidence: Evidence, now: datetime, *, attempts: int, announce: bool
) -> Recheck | None:
    """When to ask again for what is unknown or may yet be mended; None where nothing is, or often enough."""
    if attempts >= MOST_LOOKS:
        return None
    if unfinished(evidence) and not attempts:
        return Recheck(article_id, now, attempts, announce)
    due = [fresh_until(lookup, found) for lookup, found in evidence.found.items() if _may_change(found)]
    if not due and not unfinished(evidence):
        return None
    wait = min(FIRST_WAIT * 4**attempts, LONGEST_WAIT)
    return Recheck(article_id, max([now + wait, *([min(due)] if due else [])]), attempts, announce)


def _may_change(found: Found) -> bool:
    """Whether an answer is unknown for now, or of a kind that is often mended."""
    if isinstance(found, PersonEvidence):
        return found.verdict is PersonVerdict.NOT_CHECKED
    return found.verdict is Verdict.TRANSIENT or (found.verdict in FAILED and not is_final(found))


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


class Rechecks:
    """Works off due looks and messages while the service runs; several processes share the work."""

    def __init__(
        self,
        store: Store,
        look_again: Callable[[Recheck], Awaitable[None]],
        poster: Poster,
        metrics: Metrics,
        log: Any,
        *,
        keys: Sequence[bytes] = (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._look_again = look_again
        self._poster = poster
        self._metrics = metrics
        self._log = log
        self._keys = keys
        self._now = now
        self._nudged = asyncio.Event()
        self._owed = asyncio.Event()
        self._outage = Outage(in_log(log, "rechecks_wait", "rechecks_go_on"))

    def nudge(self) -> None:
        """Something is due now."""
        self._nudged.set()
        self._owed.set()

    async def run(self) -> None:
        """Work until cancelled: looks and messages side by side, so that neither waits for the other."""
        await asyncio.gather(
            self._follow(self.look_again, self._nudged), self._follow(self.deliver, self._owed)
        )

    async def _follow(self, work: Callable[[], Awaitable[int]], woken: asyncio.Event) -> None:
        """Do what is due whenever there may be some. What fails is logged and tried again."""
        while True:
            try:
                while await work():
                    pass
                self._metrics.followups(*await self._store.followups_waiting())
                self._outage.ends()
            except StoreBusy as busy:
                self._outage.begins(str(busy))
            except Exception:
                self._log.exception("rechecks_failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), IDLE_SECONDS)
            woken.clear()

    async def look_again(self) -> int:
        """Take some of the looks that are due; how many there were."""
        now = self._now()
        looks = await self._store.due_rechecks(now, now + LEASE, AT_ONCE)
        await asyncio.gather(*map(self._look, looks))
        return len(looks)

    async def deliver(self) -> int:
        """Deliver some of the messages that are due; how many there were."""
        now = self._now()
        messages = await self._store.due_announcements(now, now + LEASE, AT_ONCE)
        await asyncio.gather(*map(self._deliver, messages))
        return len(messages)

    async def _look(self, look: Recheck) -> None:
        try:
            await self._look_again(look)
            self._owed.set()
        except StoreBusy as busy:
            # Nothing was written; the look is due again when its lease ends.
            self._outage.begins(str(busy))
        except Exception:
            self._log.exception("recheck_failed", article=look.article_id)

    async def _deliver(self, message: Announcement) -> None:
        now = self._now()
        try:
            headers = signed_headers(self._keys, message.id, now, message.body)
            answer = await self._poster.post(message.url, body=message.body, headers=headers)
            outcome = "delivered" if answer.status < 300 else "gone" if answer.status == 410 else "refused"
        except Refused as refusal:
            outcome = "unsafe"
            self._log.warning("webhook_unsafe", article=message.article_id, rule=refusal.reason)
        except Unreached:
            outcome = "refused"
        if outcome == "refused" and message.attempts <= len(BACKOFF):
            outcome = "postponed"
            await self._store.settle_announcement(message, now + BACKOFF[message.attempts - 1])
        else:
            await self._store.settle_announcement(message)
        self._metrics.announced(outcome)
