"""`assay rescore`: judge stored articles again after the ruleset has changed, from stored evidence."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from service.cli.audit import by_command_line
from service.cli.helping import Commands
from service.cli.terminal import fail, say

if TYPE_CHECKING:
    from service.settings import Settings
    from service.storage import LedgerStore, Progress, Run

T = TypeVar("T")

WAITS = 3
MOVED_PAGE = 500
LOOK_SECONDS = 0.5

app = Commands(no_args_is_help=True, help="Judge stored articles again, from stored evidence.")

Id = Annotated[
    str | None,
    typer.Argument(metavar="[ID]", help="Which rescoring (default: the newest).", show_default=False),
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", metavar="N", min=0, max=256, help="Processes; 0 for all cores.")
]
Detach = Annotated[bool, typer.Option("--detach", help="Leave the work to `assay serve` or `assay worker`.")]


@app.command(epilog="Example: [bold]assay rescore start --site news.example[/]")
def start(
    site: Annotated[str | None, typer.Option(help="Only articles of this site.", show_default=False)] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles received since.", show_default=False)
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles received before.", show_default=False)
    ] = None,
    under: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="Only reports under this ruleset.", show_default=False),
    ] = None,
    code: Annotated[
        str | None, typer.Option(help="Only reports with a finding of this code.", show_default=False)
    ] = None,
    ruleset: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="TOML with other weights (default: ASSAY_RULESET).", show_default=False
        ),
    ] = None,
    max_rate: Annotated[
        float | None,
        typer.Option(metavar="N", min=0.01, help="Articles a second at most.", show_default=False),
    ] = None,
    drift_limit: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            min=0,
            max=1,
            help="Wait for `publish` where more of the articles moved (default: 0.1).",
            show_default=False,
        ),
    ] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Look citations up again first.")] = False,
    jobs: Jobs = 0,
    detach: Detach = False,
) -> None:
    """Judge stored articles again, and publish what comes out, all at once.

    The new reports stand beside the old ones until all are made. Where too
    many moved, they wait for `assay rescore publish`. Ctrl-C leaves the run;
    `assay rescore resume` goes on with it.

    Exit status: 0 published or detached, 3 waits to be published, 1 otherwise.
    """
    from service.cli.configuration import load_settings, ruleset_in_use
    from service.cli.score import cores
    from service.jobs.queue import wake_workers
    from service.jobs.starting import begin
    from service.storage import RunFilter

    settings = load_settings()
    rules = ruleset_in_use(ruleset or settings.ruleset)
    chosen = RunFilter(site, _moment("--since", since), _moment("--before", before), under, code)
    if refresh and settings.offline:
        fail("--refresh cannot be done offline")
    lanes = jobs or cores()

    async def told(ledger: "LedgerStore") -> int:
        run = await begin(
            ledger,
            rules,
            settings,
            created_by="command line",
            chosen=chosen,
            max_rate=max_rate,
            drift_limit=drift_limit,
            refresh_evidence=refresh,
        )
        say(f"Rescoring {run.id}: {run.total:,} articles under ruleset {run.ruleset}")
        if detach:
            await wake_workers(settings)
            return 0
        return await _work(settings, ledger, run, lanes)

    raise typer.Exit(_ask(told, lanes))


@app.command(epilog="Example: [bold]assay rescore status[/]")
def status(id: Id = None) -> None:
    """Say how far a rescoring is, and how far the scores moved."""

    async def told(ledger: "LedgerStore") -> None:
        progress = await _progress(ledger, await _which(ledger, id))
        print("\n".join(_lines(progress)))
        standing = await ledger.standing()
        if standing is not None:
            print(f"stored articles stand under {standing.version} since {standing.since:%Y-%m-%d %H:%M} UTC")

    _ask(told)


@app.command(epilog="Example: [bold]assay rescore moved --least 5[/]")
def moved(
    id: Id = None,
    least: Annotated[
        float, typer.Option(metavar="POINTS", min=0, help="Only articles that moved so far, or failed.")
    ] = 1.0,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=10_000, help="The N that moved furthest.")
    ] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line, for scripts.")] = False,
) -> None:
    """Show which articles a rescoring moved, before or after it is published.

    The furthest first: the change in points, both bands, the article by site
    and its id there, and the findings that came (+) and went (-).
    """

    async def told(ledger: "LedgerStore") -> None:
        import orjson

        run = await _which(ledger, id)
        rows, found = await _furthest(ledger, run, least, limit)
        for row in rows:
            print(orjson.dumps(row).decode() if as_json else _moved_line(row))
        if not as_json:
            rest = f"; --limit shows more than these {len(rows):,}" if found > len(rows) else ""
            say(f"{found:,} of {run.total:,} articles moved by {least:g} points or more, or failed{rest}")

    _ask(told)


async def _furthest(
    ledger: "LedgerStore", run: "Run", least: float, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """The articles that moved furthest, failures first, and how many moved so far in all."""
    from heapq import nlargest

    from service.storage import Store

    found: list[Mapping[str, Any]] = []
    count, after = 0, ""
    while page := await ledger.drifts(run.id, after, MOVED_PAGE):
        after = page[-1]["article_id"]
        far = [row for row in page if _distance(row) >= least]
        count += len(far)
        found = nlargest(limit, [*found, *far], key=_distance)
    store = Store(ledger.gate)
    rows = []
    for row in found:
        article = await store.brief_article(row["article_id"])
        rows.append(
            {
                "article_id": row["article_id"],
                "site": article.site if article else None,
                "external_id": article.external_id if article else None,
                **{name: row[name] for name in ("change", "band_before", "band", "error")},
                **{name: row[name] or {} for name in ("added", "removed")},
            }
        )
    return rows, count


def _distance(row: Mapping[str, Any]) -> float:
    """How far an article moved; further than any where it failed, or had a score before or after alone."""
    if row["error"] is not None:
        return inf
    if row["change"] is None:
        return 0.0 if row["band"] == row["band_before"] else 100.0
    return abs(float(row["change"]))


def _moved_line(row: Mapping[str, Any]) -> str:
    from service.formats.excerpt import plain

    name = "/".join(filter(None, (row["site"], row["external_id"]))) or row["article_id"]
    if row["error"] is not None:
        return f"failed           {plain(name)}  {plain(row['error'])}"
    change = "  no score" if row["change"] is None else f"{row['change']:+10.1f}"
    bands = row["band"] if row["band"] == row["band_before"] else f"{row['band_before']} > {row['band']}"
    codes = [
        f"{sign}{code}{f' x {count}' if count > 1 else ''}"
        for sign, counts in (("+", row["added"]), ("-", row["removed"]))
        for code, count in sorted(counts.items())
    ]
    return "  ".join((change, f"{bands:<16}", plain(name), *codes)).rstrip()


@app.command(epilog="Example: [bold]assay rescore watch[/]")
def watch(id: Id = None) -> None:
    """Show the progress of a rescoring that others work on, until it rests or ends."""

    async def told(ledger: "LedgerStore") -> int:
        return await _watch(ledger, await _which(ledger, id), asyncio.Event())

    raise typer.Exit(_ask(told))


@app.command(epilog="Example: [bold]assay rescore pause[/]")
def pause(id: Id = None) -> None:
    """Pause a rescoring; ranges at hand are finished."""
    _change(id, "pause", lambda ledger: ledger.pause, "paused")


@app.command(epilog="Example: [bold]assay rescore resume[/]")
def resume(id: Id = None, jobs: Jobs = 0, detach: Detach = False) -> None:
    """Go on with a rescoring that was paused or left."""
    from service.cli.configuration import load_settings
    from service.cli.score import cores
    from service.jobs.queue import wake_workers
    from service.storage import RunState

    settings = load_settings()
    lanes = jobs or cores()

    async def told(ledger: "LedgerStore") -> int:
        run = await _which(ledger, id)
        if run.state is not RunState.RUNNING and not await ledger.resume(run.id):
            fail(f"rescoring {run.id} is {run.state}", status=1)
        if detach:
            await wake_workers(settings)
            return 0
        return await _work(settings, ledger, run, lanes)

    raise typer.Exit(_ask(told, lanes))


@app.command(epilog="Example: [bold]assay rescore cancel[/]")
def cancel(id: Id = None) -> None:
    """End a rescoring that is not published; what it made is never shown."""
    _change(id, "cancel", lambda ledger: ledger.cancel, "cancelled")


@app.command(epilog="Example: [bold]assay rescore publish[/]")
def publish(id: Id = None) -> None:
    """Publish a rescoring that waits, all its reports at once."""
    _change(id, "publish", lambda ledger: ledger.publish, "published")


@app.command(epilog="Example: [bold]assay rescore rollback[/]")
def rollback(id: Id = None) -> None:
    """Put back the reports that a published rescoring replaced."""
    _change(id, "roll_back", lambda ledger: ledger.roll_back, "rolled back")


def _change(
    id: str | None, move: str, how: "Callable[[LedgerStore], Callable[[str], Awaitable[bool]]]", done: str
) -> None:
    from service.acts import new_act

    async def told(ledger: "LedgerStore") -> None:
        run = await _which(ledger, id)
        act = new_act(by_command_line(), f"rescore.{move}", run.id)
        if not await how(ledger.recording(act))(run.id):
            fail(f"rescoring {run.id} is {run.state}", status=1)
        print(f"{done} {run.id}")

    _ask(told)


async def _work(settings: "Settings", ledger: "LedgerStore", run: "Run", lanes: int) -> int:
    """Rescore in this process and show it, until the run ends or the caller has enough."""
    from service.jobs.embedded import at_work
    from service.logs import open_log
    from service.resolve.outside import open_outside
    from service.storage import Store

    enough = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, enough.set)
    quiet = settings.model_copy(update={"log_level": "warning"})
    async with AsyncExitStack() as stack:
        log = stack.enter_context(open_log(quiet))
        resolver = None
        if run.refresh_evidence:
            outside = await stack.enter_async_context(open_outside(settings, Store(ledger.gate)))
            resolver = outside.resolver
        async with at_work(ledger, resolver, lanes, log, settings):
            return await _watch(ledger, run, enough)


async def _watch(ledger: "LedgerStore", run: "Run", enough: asyncio.Event) -> int:
    """Show progress until the run rests or ends, or the caller has enough; the exit status."""
    from service.cli.progress import make_bar
    from service.storage import RunState

    progress = await _progress(ledger, run)
    with make_bar(run.total, False, "rescoring") as bar:
        while progress.run.state is RunState.RUNNING and not enough.is_set():
            bar.reach(progress.done)
            await asyncio.sleep(LOOK_SECONDS)
            progress = await _progress(ledger, run)
    print("\n".join(_lines(progress)))
    if progress.run.state is RunState.WAITING:
        say(
            "Too much moved for it to publish itself: see what by `assay rescore moved`, then `publish` or `cancel` it."
        )
        return WAITS
    return 0 if progress.run.state is RunState.PUBLISHED else 1


def _lines(progress: "Progress") -> list[str]:
    """A run in words."""
    from service.storage.rescoring_records import DRIFT

    run, counts = progress.run, progress.counts
    speed = f", {progress.rate:.0f} a second" if progress.rate else ""
    left = f", {progress.eta:.0f} s left" if progress.eta else ""
    moved = ", ".join(f"{name.replace('_', ' ')}: {counts[name]:,}" for name in DRIFT if counts[name])
    return [
        f"{run.id} {run.state}: {progress.done:,} of {run.total:,} articles under {run.ruleset}{speed}{left}",
        f"same {counts['same']:,}, band changed {counts['band_moved']:,}, failed {counts['failed']:,}, "
        f"without text {counts['skipped']:,}; {progress.drifted:.1%} drifted (limit {run.drift_limit:.1%})",
        f"by points: {moved or 'nothing yet'}",
    ]


async def _which(ledger: "LedgerStore", id: str | None) -> "Run":
    run = await ledger.run(id) if id is not None else next(iter(await ledger.runs(limit=1)), None)
    if run is None:
        fail(f"there is no rescoring {id}" if id else "there is no rescoring yet", status=1)
    return run


async def _progress(ledger: "LedgerStore", run: "Run") -> "Progress":
    progress = await ledger.progress(run.id)
    if progress is None:
        fail(f"rescoring {run.id} is gone", status=1)
    return progress


def _ask(work: "Callable[[LedgerStore], Awaitable[T]]", lanes: int = 0) -> T:
    from service.cli.configuration import load_settings
    from service.cli.database import database_errors_as_one_line
    from service.storage import RunConflictError, open_ledger, schema_state

    url = load_settings().database_url

    async def told() -> T:
        async with open_ledger(url, ranges=lanes) as ledger:
            try:
                return await work(ledger)
            except RunConflictError as conflict:
                fail(str(conflict), status=1)

    with database_errors_as_one_line(url):
        state = schema_state(url)
        if state.current != state.head:
            fail(
                f"the database is at {state.current or 'nothing'}, not at {state.head}: run assay db upgrade"
            )
        return asyncio.run(told())


def _moment(option: str, given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        fail(f"{option}: {given!r} is no date; write it as 2026-11-22 or 2026-11-22T09:30:00Z")
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
