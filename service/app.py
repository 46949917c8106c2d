"""Puts the service together: what lives as long as the process is built here, once."""

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from fastapi import FastAPI

from scoring import AssayError, Ruleset
from service import extensions
from service.api import batch
from service.api.cursors import Cursors
from service.api.errors import add_handlers
from service.api.middleware import BoundedBody, Edge
from service.api.openapi import describe
from service.api.pace import Pace, shared_file
from service.api.routes import add_routes
from service.api.services import Services
from service.connections import Connections, most_connections
from service.intake import Intake
from service.jobs.embedded import at_work as rescoring_at_work
from service.judge_lanes import JudgeLanes
from service.keys import Keyring
from service.logs import Log, open_log
from service.metrics import Metrics
from service.pipeline import Pipeline, RunCpu, in_threads
from service.rechecks import Rechecks
from service.resolve import Resolver
from service.resolve.caching import Kept
from service.resolve.door import FetchMetrics
from service.resolve.expert_memory import RememberingResolver
from service.resolve.outside import Outside, open_outside
from service.rulesets import load_ruleset
from service.settings import Settings
from service.shadowing import CheckSuspension
from service.storage import ledger_on, open_store
from service.storage.outage import in_log
from service.templates import Templates
from service.webhooks import secrets_of

# Parsing bodies holds the interpreter, so more threads add nothing but queues that pass each other: a second
# one lets a short body overtake a long one.
CPU_THREADS = 2
# A computing thread gives way to the one that answers after this many seconds.
SWITCH = 0.001
# The garbage collector looks through young objects after so many new ones, through older ones every so many
# times: at Python's 700 that is a good part of the time of a request.
COLLECT = (10_000, 20, 20)

# What the database gets to answer for the first time.
START_SECONDS = 30.0

MakePipeline = Callable[[Resolver, Ruleset, RunCpu, Templates], Pipeline]
OpenOutside = Callable[[Settings, Kept, FetchMetrics, Log], AbstractAsyncContextManager[Outside]]


class OpenToNetworkError(AssayError):
    """The service would be open to other machines."""


def create_app(
    settings: Settings | None = None,
    *,
    make_pipeline: MakePipeline = Pipeline,
    open_outside: OpenOutside = open_outside,
) -> FastAPI:
    """The service as an ASGI app; settings come from the environment where none are given.

    Starting it raises OpenToNetworkError on an address that other machines reach while no API key exists, SchemaBehindError on
    a database that is not migrated, RulesetError for a ruleset and ExtensionError for a check
    or word list that cannot be used.
    """
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        async with open_services(settings, make_pipeline, open_outside) as services:
            app.state.services = services
            # The server finds the register of its connections in this state.
            yield {"connections": services.connections}

    app = FastAPI(
        title="Assay",
        summary="Scores how far an article's sourcing can be checked, with reasons.",
        version=version("assay"),
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        telemetry={"logs": False, "metrics": False, "auto_configure": traces_can_leave()},
        redirect_slashes=False,
    )
    add_routes(app)
    add_handlers(app)
    app.add_middleware(BoundedBody, limit=settings.max_body_bytes, streamed=frozenset({batch.PATH}))
    app.add_middleware(Edge)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def traces_can_leave() -> bool:
    """Whether the extra `otel` is installed: then OTEL_EXPORTER_OTLP_ENDPOINT and its like name a collector of traces."""
    return all(map(find_spec, ("opentelemetry.sdk", "opentelemetry.exporter")))


@asynccontextmanager
async def open_services(
    settings: Settings,
    make_pipeline: MakePipeline = Pipeline,
    open_outside: OpenOutside = open_outside,
) -> AsyncIterator[Services]:
    """Everything that the service needs while it runs; on leaving, what was begun is finished. Raises what `create_app` says."""
    extensions.use(settings.lexicons)
    ruleset = load_ruleset(settings.ruleset)
    metrics = Metrics(ruleset.version, shared=settings.workers > 1)
    with ThreadPoolExecutor(CPU_THREADS, thread_name_prefix="assay-cpu") as pool, open_log(settings) as log:
        run_cpu = in_threads(pool)
        async with (
            JudgeLanes(
                settings.judge_processes,
                deadline=settings.judge_seconds,
                prepare=partial(extensions.use, settings.lexicons),
                ended=partial(_judge_ended, metrics, log),
            ) as judges,
            open_store(
                settings.database_url,
                settings.max_waiting,
                settings.template_lines,
                ranges=settings.rescore_jobs,
                tell=in_log(log, "database_refuses_writes", "database_takes_writes"),
            ) as store,
            open_outside(settings, store, metrics, log) as outside,
        ):
            ledger = ledger_on(store.gate)
            await store.ready(START_SECONDS)
            keyring = Keyring(store)
            if not settings.loopback and not await keyring.defined():
                raise OpenToNetworkError(
                    f"{settings.host} can be reached from other machines and no API key exists: "
                    "make one with `assay keys create`, or listen on 127.0.0.1"
                )
            await store.keep_ruleset(ruleset.version, ruleset.as_dict())
            resolver = RememberingResolver(outside.resolver, store)
            pipeline = make_pipeline(resolver, ruleset, judges.run, Templates(store))
            intake = Intake(store, pipeline, metrics, log, keep_text=settings.store_text)
            rechecks = Rechecks(
                store,
                intake.recheck,
                outside.poster,
                metrics,
                log,
                keys=secrets_of(settings.webhook_secret),
            )
            shadowing = CheckSuspension(store, pipeline, ruleset, metrics, log, settings)
            await shadowing.refresh()
            services = Services(
                settings=settings,
                store=store,
                ledger=ledger,
                pipeline=pipeline,
                run_cpu=run_cpu,
                intake=intake,
                rechecks=rechecks,
                shadowing=shadowing,
                keyring=keyring,
                metrics=metrics,
                pace=Pace(settings.rate_limit, shared_file()) if settings.rate_limit else None,
                cursors=Cursors(settings.secret or await store.secret("cursors")),
                log=log,
                connections=Connections(most_connections(settings.max_connections), metrics, log),
                local=settings.loopback,
            )
            with _told_to_stop(services), _tuned():
                async with (
                    _at_work(rechecks, shadowing, services.connections, settings),
                    rescoring_at_work(ledger, resolver, settings.rescore_jobs, log, settings) as drainer,
                ):
                    services.wake = drainer.wake
                    yield services
            services.stopping = True
            await services.finish()


def _judge_ended(metrics: Metrics, log: Log, reason: str) -> None:
    metrics.judge_ended(reason)
    log.warning("judge_ended", reason=reason)


@asynccontextmanager
async def _at_work(
    rechecks: Rechecks, shadowing: CheckSuspension, connections: Connections, settings: Settings
) -> AsyncIterator[None]:
    """What goes on in the background; without a network there are no rechecks and webhooks."""
    work = [asyncio.create_task(shadowing.run()), asyncio.create_task(connections.run())]
    if not settings.offline:
        work.append(asyncio.create_task(rechecks.run()))
    try:
        yield
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)


@contextmanager
def _told_to_stop(services: Services) -> Iterator[None]:
    """On SIGTERM turn /readyz to 503 first, and let the server close its port a moment later."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before: Any = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: Any) -> None:
        again = services.stopping
        services.stopping = True
        if not callable(before):
            signal.signal(number, before)
            os.kill(os.getpid(), number)
        elif again:
            before(number, frame)
        else:
            loop.call_soon_threadsafe(loop.call_later, services.settings.stop_delay, before, number, frame)

    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is stop:
            signal.signal(signal.SIGTERM, before)


@contextmanager
def _tuned() -> Iterator[None]:
    """The interpreter set for serving, process-wide, until left."""
    switch, collect = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(SWITCH)
    gc.set_threshold(*COLLECT)
    # What is here by now stays: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*collect)
        sys.setswitchinterval(switch)
