"""Lanes for judging: short texts never wait behind long ones, and callers are served in turn in each."""

import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from typing import Any, Self, TypeVar

from service.judge_pool import JudgePool
from service.sharing import FairSlots

T = TypeVar("T")

# Characters; what is longer is judged in the lane of long texts. A text of this length takes about a tenth of a second.
SHORT = 30_000
# Long texts give way to everything else on the machine (man 2 nice).
NICE = 10


class JudgeLanes:
    """A `service.pipeline.RunCpu`: a pool of processes for short texts and one for long ones.

    `processes` judge short texts; one fewer, but at least one, judge long ones. The rest is each pool's.
    """

    def __init__(
        self,
        processes: int,
        *,
        deadline: float,
        prepare: Callable[[], object] | None = None,
        ended: Callable[[str], None] = lambda reason: None,
    ) -> None:
        patiently = partial(_give_way, prepare)
        self._short = _Lane(processes, JudgePool(processes, deadline=deadline, prepare=prepare, ended=ended))
        longer = max(1, processes - 1)
        self._long = _Lane(longer, JudgePool(longer, deadline=deadline, prepare=patiently, ended=ended))

    async def __aenter__(self) -> Self:
        """Begin to start the processes."""
        async with AsyncExitStack() as stack:
            for lane in (self._short, self._long):
                await stack.enter_async_context(lane.pool)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all processes, whatever they are at."""
        await self._stack.aclose()

    async def run(self, function: Callable[..., T], *arguments: Any, size: int = 0) -> T:
        """What `function(*arguments)` returns for a text of `size` characters. Raises what JudgePool.run does."""
        lane = self._short if size <= SHORT else self._long
        async with lane.slots.turn():
            return await lane.pool.run(function, *arguments)


class _Lane:
    def __init__(self, processes: int, pool: JudgePool) -> None:
        self.pool = pool
        self.slots = FairSlots(processes)


def _give_way(prepare: Callable[[], object] | None) -> None:
    if hasattr(os, "nice"):
        os.nice(NICE)
    if prepare is not None:
        prepare()
