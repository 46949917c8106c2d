"""Asks outside only for what nobody knows yet: verdicts are remembered here and kept with the articles."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from scoring import Evidence, Found, Lookup, LookupKind, unanswered
from service.logs import Log, NoLog
from service.resolve.lifetimes import counted, failed, fresh_until
from service.sharing import owner, working_for

# A look-up that was still under way when its article had to be judged.
# The reason of an answer that is still awaited.
NOT_YET = "not_yet"
MOST_REMEMBERED = 20_000
# Look-ups of one article; the first ones in text order are made.
MOST_LOOKUPS = 200
# Questions that may be open at a time, of one caller and of all; beyond it they are left for a later look.
MOST_OPEN_EACH = 2_000
MOST_OPEN = 20_000


class Asker(Protocol):
    """Finds out about one citation, or one person."""

    async def find(self, lookup: Lookup, before: Found | None) -> Found:
        """What is true now; `before` is what was found last. Never raises: what it cannot learn is a verdict."""
        ...


class Kept(Protocol):
    """Verdicts that outlive the process."""

    async def known_verdicts(self, lookups: Iterable[Lookup]) -> Mapping[Lookup, Found]:
        """What is kept of these look-ups, fresh or not."""
        ...


class CachingResolver:
    """A Resolver that asks once for each question while its verdict holds, and never twice at a time.

    People are asked about where `people` says so; elsewhere nothing is said of them.
    """

    def __init__(
        self,
        asker: Asker,
        kept: Kept | None = None,
        *,
        people: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        most_remembered: int = MOST_REMEMBERED,
        most_lookups: int = MOST_LOOKUPS,
        log: Log | None = None,
    ) -> None:
        self._log = log or NoLog()
        self._asker = asker
        self._kept = kept
        self._people = people
        self._now = now
        self._most = most_remembered
        self._remembered: OrderedDict[Lookup, Found] = OrderedDict()
        self._most_lookups = most_lookups
        self._asking: dict[Lookup, asyncio.Task[Found]] = {}
        self._open: Counter[str] = Counter()

    def known(self, lookups: Sequence[Lookup], as_of: datetime) -> Evidence | None:
        """The evidence where everything is remembered and still holds. Called from any thread."""
        now = self._now()
        known: dict[Lookup, Found] = {}
        asked, left_out = self._asked(lookups)
        for lookup in asked:
            found = self._remembered.get(lookup)
            if found is None or fresh_until(lookup, found) <= now:
                return None
            known[lookup] = found
        return Evidence.gathered(as_of, True, known, left_out)

    async def resolve(
        self, lookups: Sequence[Lookup], as_of: datetime, seconds: float, *, again: bool = False
    ) -> Evidence:
        """What is known or can be learnt in `seconds`; the rest is NOT_YET, and goes on being asked.

        With `again`, everything is asked, whether it still holds or not. Of an article that has more look-ups than
        it may have, the rest is counted and not asked, now or later.
        """
        lookups, left_out = self._asked(lookups)
        before = await self._before(lookups)
        now = self._now()
        known = {
            lookup: found
            for lookup, found in before.items()
            if not again and fresh_until(lookup, found) > now
        }
        # Slots on the way out are shared between articles, so each is a piece of work of its own.
        with working_for(owner()._replace(work=object())):
            tasks = {it: self._ask(it, before.get(it)) for it in lookups if it not in known}
        if asking := list(filter(None, tasks.values())):
            await asyncio.wait(asking, timeout=seconds)
        for lookup, task in tasks.items():
            answered = task is not None and task.done() and not task.cancelled()
            known[lookup] = task.result() if task and answered else _not_yet(lookup)
        return Evidence.gathered(as_of, True, known, left_out)

    async def close(self) -> None:
        """Stop asking."""
        asking = list(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    def _asked(self, lookups: Sequence[Lookup]) -> tuple[Sequence[Lookup], int]:
        """The look-ups that are made, and how many are not."""
        asked = [it for it in lookups if self._people or it.kind is not LookupKind.PERSON]
        return asked[: self._most_lookups], max(0, len(asked) - self._most_lookups)

    async def _before(self, lookups: Sequence[Lookup]) -> dict[Lookup, Found]:
        now = self._now()
        found = {lookup: self._remembered[lookup] for lookup in lookups if lookup in self._remembered}
        stale = [
            lookup for lookup in lookups if lookup not in found or fresh_until(lookup, found[lookup]) <= now
        ]
        if stale and self._kept is not None:
            for lookup, kept in (await self._kept.known_verdicts(stale)).items():
                if lookup not in found or _later(kept, found[lookup]):
                    found[lookup] = kept
                    self._remember(lookup, kept)
            # What was being asked may have been answered while the store was read.
            found |= {lookup: self._remembered[lookup] for lookup in stale if lookup in self._remembered}
        return found

    def _ask(self, lookup: Lookup, before: Found | None) -> asyncio.Task[Found] | None:
        """The task that asks; None where too much is being asked already."""
        task = self._asking.get(lookup)
        if task is None:
            caller = owner().caller
            most_each = MOST_OPEN_EACH if caller else MOST_OPEN
            if self._open[caller] >= most_each or len(self._asking) >= MOST_OPEN:
                return None
            self._open[caller] += 1
            task = self._asking[lookup] = asyncio.create_task(self._find(lookup, before))
            task.add_done_callback(lambda _: self._answered(lookup, caller))
        return task

    def _answered(self, lookup: Lookup, caller: str) -> None:
        del self._asking[lookup]
        self._open[caller] -= 1
        if not self._open[caller]:
            del self._open[caller]

    async def _find(self, lookup: Lookup, before: Found | None) -> Found:
        try:
            found = counted(before, await self._asker.find(lookup, before))
        except Exception:
            # A defect in one look-up must never cost the report that waits for it.
            self._log.exception("lookup_failed", kind=str(lookup.kind))
            found = failed(lookup, self._now())
        self._remember(lookup, found)
        return found

    def _remember(self, lookup: Lookup, found: Found) -> None:
        self._remembered[lookup] = found
        self._remembered.move_to_end(lookup)
        while len(self._remembered) > self._most:
            self._remembered.popitem(last=False)


def unfinished(evidence: Evidence) -> bool:
    """Whether something was still being asked when this evidence was taken."""
    return any(found.reason == NOT_YET for found in evidence.found.values())


def _not_yet(lookup: Lookup) -> Found:
    return unanswered(lookup.kind, NOT_YET)


def _later(one: Found, other: Found) -> bool:
    return (one.checked_at or "") > (other.checked_at or "")
