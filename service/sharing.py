"""Fair shares of what there is little of: whoever waits is served in turn, callers first, then their articles."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, NamedTuple


class Owner(NamedTuple):
    """For whom something is done: a caller (a key's id, or an address) and one piece of that caller's work.

    The empty caller is this installation itself, such as a command line.
    """

    caller: str = ""
    work: Hashable = None


INSTALLATION = Owner()
_owner: ContextVar[Owner] = ContextVar("owner", default=INSTALLATION)


def owner() -> Owner:
    """For whom the running task works."""
    return _owner.get()


def works_for(caller: str) -> None:
    """From here on the running task works for a caller, and so does what it starts."""
    _owner.set(Owner(caller))


@contextmanager
def working_for(given: Owner) -> Iterator[None]:
    """Within this block the running task works for an owner, and so does what it starts."""
    token = _owner.set(given)
    try:
        yield
    finally:
        _owner.reset(token)


class FairSlots:
    """A semaphore that serves the caller that holds the fewest slots, and that caller's pieces of work in turn.

    One caller may hold `most_each` slots at a time, one piece of work `most_work`: there are some left for the next
    one to come. The installation itself is not bounded.
    """

    def __init__(self, slots: int, most_each: int | None = None, most_work: int | None = None) -> None:
        self._free = slots
        self._most_each = most_each or slots
        self._most_work = most_work or slots
        self._held: Counter[str] = Counter()
        self._held_by_work: Counter[Owner] = Counter()
        # Callers in the order in which they were served last; of each, its pieces of work in the same order.
        self._waiting: OrderedDict[str, OrderedDict[Hashable, deque[asyncio.Future[None]]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a slot for the owner of the running task, and hold it."""
        release = await self.take()
        try:
            yield
        finally:
            release()

    async def take(self) -> Callable[[], None]:
        """Wait for a slot; calling what is returned, once, gives it back."""
        given = owner()
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(given.caller, OrderedDict()).setdefault(given.work, deque()).append(granted)
        self._hand_out()
        try:
            await granted
        except asyncio.CancelledError:
            if not granted.cancelled():
                self._give_back(given)
            raise
        return partial(self._give_back, given)

    def _give_back(self, given: Owner) -> None:
        self._free += 1
        _lower(self._held, given.caller)
        _lower(self._held_by_work, given)
        self._hand_out()

    def _hand_out(self) -> None:
        while self._free and (chosen := self._next()) is not None:
            granted = self._first(chosen)
            if granted is not None:
                self._free -= 1
                self._held[chosen.caller] += 1
                self._held_by_work[chosen] += 1
                granted.set_result(None)

    def _next(self) -> Owner | None:
        """Whose turn it is; None where nobody who waits may have another slot."""
        for caller in sorted(self._waiting, key=self._held.__getitem__):
            if caller and self._held[caller] >= self._most_each:
                continue
            for work in self._waiting[caller]:
                chosen = Owner(caller, work)
                if not caller or self._held_by_work[chosen] < self._most_work:
                    return chosen
        return None

    def _first(self, chosen: Owner) -> "asyncio.Future[None] | None":
        """The first of an owner's that still waits; the caller and its work go to the end of their rows."""
        works = self._waiting[chosen.caller]
        queue = works[chosen.work]
        granted = queue.popleft()
        if queue:
            works.move_to_end(chosen.work)
        else:
            del works[chosen.work]
        if works:
            self._waiting.move_to_end(chosen.caller)
        else:
            del self._waiting[chosen.caller]
        return None if granted.cancelled() else granted


def _lower(counts: Counter[Any], key: Any) -> None:
    counts[key] -= 1
    if not counts[key]:
        del counts[key]
