"""`assay db`: bring the schema up to date, and check that stored reports can be made again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.helping import Commands
from service.cli.terminal import say

if TYPE_CHECKING:
    from service.storage import ArticleRecord, ReportRecord, Store

BAD = 1
PAGE = 100

app = Commands(no_args_is_help=True, help="Upgrade and check the database.")


@app.command(epilog="Example: [bold]ASSAY_DATABASE_URL=postgresql://… assay db upgrade[/]")
def upgrade(
    revision: Annotated[
        str, typer.Argument(help="Where to go: head, a revision, or -1 for one down.")
    ] = "head",
) -> None:
    """Bring the database's schema up to date; makes the SQLite file where there is none."""
    from service.cli.configuration import load_settings
    from service.cli.database import database_errors_as_one_line, shown
    from service.storage import migrate, schema_state

    url = load_settings().database_url
    with database_errors_as_one_line(url):
        before = schema_state(url).current
        migrate(url, revision)
        after = schema_state(url).current
    moved = "is at" if before == after else f"went from {before or 'nothing'} to"
    print(f"{shown(url)} {moved} {after or 'nothing'}")


@app.command(epilog="Example: [bold]assay db check --sample 500[/]")
def check(
    sample: Annotated[
        int, typer.Option(metavar="N", min=0, help="How many of the newest reports to replay; 0 for none.")
    ] = 100,
) -> None:
    """Check that the schema is current and that stored reports replay to the same bytes.

    Exit status: 0 all well, 1 something differs, 2 the database cannot be read.
    """
    from service.cli.configuration import load_settings
    from service.cli.database import database_errors_as_one_line, shown
    from service.storage import schema_state

    url = load_settings().database_url
    with database_errors_as_one_line(url):
        state = schema_state(url)
        if state.current != state.head:
            say(
                f"schema: at {state.current or 'nothing'}, this version needs {state.head}: run assay db upgrade"
            )
            raise typer.Exit(BAD)
        for difference in state.drift:
            say(f"schema: differs from the code: {difference}")
        print(f"{shown(url)} is at {state.current}, {'with' if state.drift else 'without'} drift")
        different = asyncio.run(_replay(url, sample)) if sample else 0
    raise typer.Exit(BAD if state.drift or different else 0)


async def _replay(url: str, sample: int) -> int:
    """Replay the newest reports and say which differ; how many do."""
    from service.reports.replay import NotReplayableError, replay
    from service.sealing import ENGINE, SealedReport
    from service.storage import open_store

    same = different = left_out = others = 0
    async with open_store(url) as store:
        async for article, report in _newest(store, sample):
            table = await store.ruleset(report.ruleset)
            try:
                again = b"" if table is None else replay(article, report, table)
            except NotReplayableError:
                left_out += 1
                continue
            if again == report.body:
                same += 1
            elif table is not None and SealedReport(report.body).engine != ENGINE:
                others += 1
            else:
                different += 1
                why = "its ruleset is not kept" if table is None else "it comes out differently"
                say(f"report {report.id} of article {article.id} (ruleset {report.ruleset}): {why}")
    print(f"{same} reports replay to the same bytes, {different} do not, {left_out} were stored without text")
    if others:
        print(
            f"{others} of another release come out differently under {ENGINE}: assay rescore judges them anew"
        )
    return different


async def _newest(store: "Store", most: int) -> "AsyncIterator[tuple[ArticleRecord, ReportRecord]]":
    """The newest reports of the newest articles, each article with the submission that its report judged."""
    from service.storage import ArticleFilter

    after = None
    while most > 0 and (page := await store.articles(ArticleFilter(), after, min(PAGE, most))):
        for article, _ in page:
            if report := await store.newest(article.id):
                yield replace(article, submission=await store.submission(report.id)), report
        most -= len(page)
        last = page[-1][0]
        after = (last.received_at, last.id)
