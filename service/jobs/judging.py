"""A process that judges ranges, so that whoever waits for the database does not compute, and outlives what kills it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from scoring import Ruleset
from service.jobs.rejudging import rejudge
from service.judge_pool import JudgeProcess, JudgingFailedError
from service.storage.rescoring_records import Outcome, StoredArticle

__all__ = ["HEARTBEAT", "JudgingFailedError", "JudgingProcess"]

HEARTBEAT = 3.0
# A range that takes longer hangs: ten times as long as the slowest that we measured.
LONGEST = 300.0


class JudgingProcess:
    """One process for one range at a time, started when it is first needed and again after it died."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._process = JudgeProcess()

    async def judge(
        self,
        articles: Sequence[StoredArticle],
        ruleset: Ruleset,
        scored_at: datetime,
        still_here: Callable[[], Awaitable[None]],
    ) -> list[Outcome]:
        """What `rejudge` says; `still_here` is called every few seconds meanwhile.

        Raises JudgingFailedError, and whatever `still_here` does; the process is ended then.
        """
        if not articles:
            return []
        asking = asyncio.ensure_future(self._outcomes(articles, ruleset, scored_at))
        try:
            while not (await asyncio.wait({asking}, timeout=HEARTBEAT))[0]:
                await still_here()
            return asking.result()
        except BaseException:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            raise

    @property
    def pid(self) -> int | None:
        """The process's id, while there is one."""
        return self._process.pid

    async def ready(self) -> None:
        """Have the process there and warm, before a range is taken: starting may take seconds. Raises JudgingFailedError."""
        await self._process.ready()

    async def end(self) -> None:
        """End the process at once."""
        await self._process.end()

    async def _outcomes(
        self, articles: Sequence[StoredArticle], ruleset: Ruleset, scored_at: datetime
    ) -> list[Outcome]:
        try:
            return await self._process.ask(rejudge, articles, ruleset, scored_at, deadline=self._longest)
        except JudgingFailedError:
            raise
        except Exception as error:
            raise JudgingFailedError(f"{type(error).__name__}: {error}") from error
