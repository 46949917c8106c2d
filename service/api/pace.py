"""How fast one caller may go: a sliding window for each key, in this process's memory."""

import asyncio
import math
from dataclasses import dataclass
from time import time

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands: `left` requests now, more in `seconds`."""

    allowed: bool
    left: int
    seconds: int


class Pace:
    """Counts each caller's requests against one limit, such as `600/minute`."""

    def __init__(self, limit: str) -> None:
        self._item: RateLimitItem = parse(limit)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self.policy = f'"default";q={self._item.amount};w={self._item.get_expiry()}'

    async def step(self, caller: str) -> Standing:
        """Count one request of a caller."""
        allowed = await self._limiter.hit(self._item, caller)
        window = await self._limiter.get_window_stats(self._item, caller)
        return Standing(allowed, max(0, window.remaining), max(1, math.ceil(window.reset_time - time())))

    async def wait(self, caller: str) -> None:
        """Count one article of a batch, waiting until the limit allows it."""
        standing = await self.step(caller)
        while not standing.allowed:
            await asyncio.sleep(min(standing.seconds, 1))
            standing = await self.step(caller)

    def headers(self, standing: Standing) -> list[tuple[bytes, bytes]]:
        """The headers that tell a caller where it stands."""
        now = f'"default";r={standing.left};t={standing.seconds}'
        return [(b"ratelimit-policy", self.policy.encode()), (b"ratelimit", now.encode())]
