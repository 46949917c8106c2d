"""Politeness: a few requests at a time for each server, a pause between them, and none to one that is down."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic

from scoring import AssayError
from service.sharing import FairSlots

IN_ALL = 64
# So many of these at most for one caller, and for one article: others find a free one at once.
MOST_EACH = 48
MOST_WORK = 24
GAP_SECONDS = 0.05
# So many failures in a row, and a server is left alone for a while.
BREAKS_AFTER = 5
BROKEN_SECONDS = 30.0
MOST_PLACES = 10_000


class HostCoolingDownError(AssayError):
    """A server that failed again and again, last for `reason`, is not asked now."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Place:
    __slots__ = ("broken_until", "failures", "next_start", "reason", "slots", "users")

    def __init__(self, per_place: int) -> None:
        self.slots = FairSlots(per_place)
        self.next_start = 0.0
        self.failures = 0.0
        self.broken_until = 0.0
        self.reason = ""
        self.users = 0


class Pacing:
    """Hands out turns. `per_place` requests at a time go to one host and port, IN_ALL to all of them.

    Where more are wanted, callers and their articles are served in turn.
    """

    def __init__(
        self,
        per_place: int,
        gap: float = GAP_SECONDS,
        in_all: int = IN_ALL,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._per_place = per_place
        self._gap = gap
        self._all = FairSlots(in_all, min(in_all, MOST_EACH), min(in_all, MOST_WORK))
        self._places: OrderedDict[str, _Place] = OrderedDict()
        self._clock = clock

    @asynccontextmanager
    async def turn(self, name: str, *, hurried: bool = False) -> AsyncIterator[None]:
        """Wait for a turn at a server, and hold it; `hurried` leaves the pause out. Raises HostCoolingDownError where it is left alone."""
        place = self._place(name)
        place.users += 1
        try:
            async with place.slots.turn():
                if place.broken_until > self._clock():
                    raise HostCoolingDownError(place.reason)
                if not hurried:
                    wait = place.next_start - self._clock()
                    place.next_start = max(place.next_start, self._clock()) + self._gap
                    await asyncio.sleep(max(0.0, wait))
                async with self._all.turn():
                    yield
        finally:
            place.users -= 1

    def answered(self, name: str) -> None:
        """A server answered, whatever it said."""
        place = self._place(name)
        place.failures = 0

    def failed(self, name: str, reason: str) -> bool:
        """A server could not be reached or fell silent; whether it is left alone from now on."""
        place = self._place(name)
        place.reason = reason
        # A server that takes a connection may be slow with one page only.
        place.failures += 0.5 if reason == "timeout" else 1
        if place.failures < BREAKS_AFTER:
            return False
        place.broken_until = self._clock() + BROKEN_SECONDS
        place.failures = 0
        return True

    def _place(self, name: str) -> _Place:
        place = self._places.get(name)
        if place is None:
            place = self._places[name] = _Place(self._per_place)
        self._places.move_to_end(name)
        if len(self._places) > MOST_PLACES:
            for old, candidate in list(self._places.items()):
                if not candidate.users and candidate is not place:
                    del self._places[old]
                    break
        return place
