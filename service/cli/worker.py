"""`assay worker`: a process that rescores, beside others on this machine or on more."""

import asyncio
import logging
from enum import StrEnum
from typing import Annotated

import typer

from service.cli.terminal import fail, say


class Only(StrEnum):
    """What a worker may be kept to."""

    RESCORE = "rescore"
    EVIDENCE = "evidence"


def worker(
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", min=0, max=256, help="Processes; 0 for all cores.")
    ] = 0,
    only: Annotated[
        Only | None,
        typer.Option(metavar="WORK", help="Only this: rescore or evidence.", show_default=False),
    ] = None,
) -> None:
    """Rescore whatever is started, until stopped; needs PostgreSQL and the extra `worker`.

    Run as many as you like, on any machine. SIGTERM ends one after the range
    at hand; what a killed one held is taken over by the others at once.
    """
    from service.cli.configuration import load_settings
    from service.cli.database import database_errors_as_one_line, shown
    from service.cli.score import cores
    from service.jobs.queue import installed
    from service.logs import open_log
    from service.storage import schema_state

    settings = load_settings()
    if not installed():
        fail("workers need two more packages: pip install 'assay[worker]'")
    if settings.database_url.startswith("sqlite"):
        fail("workers need PostgreSQL; on SQLite, `assay serve` and `assay rescore start` do the work")
    with database_errors_as_one_line(settings.database_url):
        state = schema_state(settings.database_url)
    if state.current != state.head:
        fail(f"the database is at {state.current or 'nothing'}, not at {state.head}: run assay db upgrade")
    # Imported here, since it brings the packages of the extra.
    from service.jobs.worker import work

    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    lanes = jobs or cores()
    with open_log(settings) as log:
        say(f"A worker with {lanes} processes on {shown(settings.database_url)}")
        asyncio.run(
            work(settings, lanes, log, rescore=only is not Only.EVIDENCE, evidence=only is not Only.RESCORE)
        )
