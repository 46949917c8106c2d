"""Takes the weight off checks that readers do not confirm, in every worker, under a ruleset version of its own."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from scoring import Ruleset
from service.extensions import catalogue
from service.logs import Log
from service.metrics import Metrics
from service.pipeline import Pipeline
from service.precision import fails, heard, precision, recovers
from service.records import Opinion, ShadowRecord, Tally
from service.settings import Settings
from service.storage import Store, StoreBusyError

# How long a worker may judge by numbers that another one has changed.
REFRESH_SECONDS = 15.0


class CheckSuspension:
    """Keeps a pipeline's ruleset in step with what readers said; `ruleset` is the one without shadows."""

    def __init__(
        self,
        store: Store,
        pipeline: Pipeline,
        ruleset: Ruleset,
        metrics: Metrics,
        log: Log,
        settings: Settings,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._pipeline = pipeline
        self._ruleset = ruleset
        self._metrics = metrics
        self._log = log
        self._floor = settings.precision_floor
        self._fewest = settings.precision_readers
        self._most_each = settings.precision_readers_per_key
        self._allowed = settings.auto_shadow
        self._now = now
        self.tallies: Mapping[str, Tally] = {}
        self.codes: frozenset[str] = frozenset()

    async def give(self, opinion: Opinion) -> bool:
        """Keep an opinion and draw its consequence; False where its finding is gone."""
        if not await self._store.give_opinion(opinion):
            return False
        await self._weigh(opinion.code)
        return True

    async def take_back(self, report_id: str, number: int, giver: str, code: str) -> bool:
        """Forget what a reader said of a finding and draw the consequence; False where there is nothing."""
        if not await self._store.take_back_opinion(report_id, number, giver):
            return False
        await self._weigh(code)
        return True

    async def _weigh(self, code: str) -> None:
        tallies = await self._heard()
        if self._allowed:
            await self._shadow_or_lift(code, tallies.get(code, Tally()))
        await self.refresh(tallies)

    async def _heard(self) -> dict[str, Tally]:
        found = await self._store.tallies()
        return {code: heard(tallies.values(), self._most_each) for code, tallies in found.items()}

    async def _shadow_or_lift(self, code: str, tally: Tally) -> None:
        numbers = {"code": code, "agreed": tally.agreed, "disagreed": tally.disagreed, "floor": self._floor}
        if fails(tally, self._floor, self._fewest):
            if await self._store.put_in_shadow(ShadowRecord(code, tally, self._now())):
                self._log.warning("check_shadowed", **numbers)
        elif recovers(tally, self._floor, self._fewest) and await self._store.lift_shadow(code):
            self._log.warning("check_lifted", **numbers)

    async def refresh(self, tallies: Mapping[str, Tally] | None = None) -> None:
        """Take over what all workers have learnt. The ruleset is kept before anything is judged by it."""
        self.tallies = await self._heard() if tallies is None else tallies
        self._metrics.confirmed({code: (t.agreed, t.disagreed) for code, t in self.tallies.items()})
        known = await self._store.shadowed() if self._allowed else {}
        codes = frozenset(code for code in known if code in catalogue().codes and self._ruleset.costs(code))
        ruleset = self._ruleset.shadowed(codes)
        if ruleset.version != self._pipeline.ruleset.version:
            await self._store.keep_ruleset(ruleset.version, ruleset.as_dict())
            self._pipeline.ruleset = ruleset
            self._metrics.uses(ruleset.version)
            self._log.warning("ruleset_changed", version=ruleset.version, shadowed=sorted(codes))
        self.codes = codes

    async def run(self) -> None:
        """Follow the other workers until cancelled. What fails is logged and tried again."""
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            try:
                await self.refresh()
            except StoreBusyError:
                continue  # the store has said so itself
            except Exception:
                self._log.exception("shadowing_failed")

    def said(self, code: str) -> dict[str, Any]:
        """What readers said of a code, JSON-ready."""
        tally = self.tallies.get(code, Tally())
        share = precision(tally)
        return {
            "agree": tally.agreed,
            "disagree": tally.disagreed,
            "precision": None if share is None else round(share, 4),
            "shadowed": code in self.codes,
        }
