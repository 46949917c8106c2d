"""The queue that wakes workers, and starts rescorings by the clock. What is done and by whom, the ledger says."""

from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from service.settings import Settings
from service.storage.engines import libpq_url

if TYPE_CHECKING:
    from procrastinate import App

RESCORE, EVIDENCE = "rescore", "evidence"
WAKE, REFRESH = "rescore.wake", "evidence.wake"
# As on the ledger's connections, and the same towards the server: without them a cut cable is noticed after hours.
LIFE_SIGNS: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "assay-queue",
    "options": (
        "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3 "
        "-c tcp_user_timeout=15000 -c idle_in_transaction_session_timeout=20000"
    ),
}

Start = Callable[[bool], Awaitable[None]]


def installed() -> bool:
    """Whether the extra `worker` is."""
    return bool(find_spec("procrastinate") and find_spec("psycopg"))


def make_queue(
    settings: Settings,
    wake: Callable[[], None] = lambda: None,
    wake_evidence: Callable[[], None] = lambda: None,
    start: Start | None = None,
) -> "App":
    """The queue with its tasks: they wake this worker, or `start` a run (with fresh evidence or without) by cron.

    Raises DatabaseUrlError on a database that is not PostgreSQL.
    """
    from procrastinate import App, PsycopgConnector

    app = App(
        connector=PsycopgConnector(conninfo=libpq_url(settings.database_url), kwargs=LIFE_SIGNS, max_size=4)
    )

    @app.task(name=WAKE, queue=RESCORE)
    async def woken() -> None:
        wake()

    @app.task(name=REFRESH, queue=EVIDENCE)
    async def evidence_woken() -> None:
        wake_evidence()

    if start is not None:
        _by_cron(app, settings.rescore_cron, RESCORE, refresh=False, start=start)
        _by_cron(app, settings.refresh_cron, EVIDENCE, refresh=True, start=start)
    return app


def _by_cron(app: "App", cron: str | None, queue: str, *, refresh: bool, start: Start) -> None:
    if cron is None:
        return

    @app.periodic(cron=cron, periodic_id=queue)
    @app.task(name=f"{queue}.cron", queue=queue, queueing_lock=f"{queue}.cron")
    async def by_cron(timestamp: int) -> None:
        await start(refresh)


async def prepare(queue: "App") -> None:
    """Make the queue's tables where there are none. Of two who do so at once, one fails and finds them next time."""
    made = await queue.connector.execute_query_one_async(
        "SELECT to_regclass('procrastinate_jobs') IS NOT NULL AS made"
    )
    if not made["made"]:
        await queue.schema_manager.apply_schema_async()


async def wake_workers(settings: Settings) -> None:
    """Tell idle workers that there is work; without a queue they look by themselves every two seconds."""
    if not installed() or settings.database_url.startswith("sqlite"):
        return
    from procrastinate.exceptions import AlreadyEnqueued

    queue = make_queue(settings)
    async with queue.open_async():
        await prepare(queue)
        for name, kind in ((WAKE, RESCORE), (REFRESH, EVIDENCE)):
            try:
                await queue.configure_task(name, queue=kind, queueing_lock=name).defer_async()
            except AlreadyEnqueued:
                continue
