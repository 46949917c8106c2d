"""What lives as long as the process, and how a request finds it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, cast

from starlette.requests import Request

from service.api.cursors import Cursors
from service.api.pace import Pace
from service.connections import Connections
from service.intake import Intake
from service.keys import Keyring
from service.logs import Log
from service.metrics import Metrics
from service.pipeline import Pipeline, RunCpu
from service.presenting import Presenter
from service.rechecks import Rechecks
from service.resolve import Resolver
from service.resolve.outside import Poster
from service.settings import Settings
from service.shadowing import CheckSuspension
from service.storage import LedgerStore, Store, StoreBusyError


@dataclass(slots=True)
class Services:
    """Everything that the lifespan built.

    `local` says whether only this machine reaches the service; `stopping` is set once the process has been
    told to end. `wake` tells whoever rescores here that there is work.
    """

    settings: Settings
    store: Store
    ledger: LedgerStore
    pipeline: Pipeline
    run_cpu: RunCpu
    intake: Intake
    presenter: Presenter
    poster: Poster
    resolver: Resolver
    rechecks: Rechecks
    shadowing: CheckSuspension
    keyring: Keyring
    metrics: Metrics
    pace: Pace | None
    cursors: Cursors
    log: Log
    connections: Connections
    local: bool
    stopping: bool = False
    wake: Callable[[], None] = lambda: None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something that no answer waits for; `finish` waits for it."""
        task = asyncio.create_task(self._attempt(work))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _attempt(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except StoreBusyError as busy:
            self.log.warning("background_work_dropped", reason=str(busy))
        except Exception:
            self.log.exception("background_work_failed")

    async def finish(self) -> None:
        """Wait for everything that was spawned."""
        while self.tasks:
            await asyncio.wait(self.tasks)


def services_of(request: Request) -> Services:
    """The services of the app that a request came to."""
    return cast(Services, request.app.state.services)
