"""`assay score`: articles in files or on standard input to reports."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain, islice
from os.path import isdir
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from service.cli.inputs import Input, Kind, count_inputs, find_inputs, is_url
from service.cli.terminal import BAD_INPUT, STOPPED, coloured, fail, pipe_closed, say, words_of
from service.formats.names import FormatName

if TYPE_CHECKING:
    from service.cli.asking import Asking
    from service.cli.scoring import Gate, Task
    from service.settings import Settings

UNSCORED = "unscored"
SEVERITIES = ("high", "medium", "low", "info")


class Include(StrEnum):
    """What a report can carry besides."""

    TEXT = "text"


def score(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Files, folders, addresses of pages, or - for standard input.",
            show_default=False,
        ),
    ],
    format: Annotated[
        FormatName,
        typer.Option(
            "--format", "-f", metavar="FORM", help="text, lines, json, jsonl, html, sarif or jsonld."
        ),
    ] = FormatName.TEXT,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to this file.", show_default=False),
    ] = None,
    fail_under: Annotated[
        float | None,
        typer.Option(metavar="SCORE", min=0, max=100, help="Exit 1 if any scores less.", show_default=False),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT",
            help="Exit 1 on findings of this severity or worse (high, medium, low, info), on a CODE, "
            "or on articles without a score (unscored); several with commas.",
            show_default=False,
        ),
    ] = None,
    dismissals: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Findings that are all right, a JSON object a line with fingerprint and reason.",
            show_default=False,
        ),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", metavar="N", min=0, max=256, help="Processes; 0 for all cores."),
    ] = 1,
    offline: Annotated[bool, typer.Option("--offline", help="Look nothing up on the network.")] = False,
    ruleset: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="TOML with other weights (default: ASSAY_RULESET).",
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Judge as on this day (default: today).", show_default=False),
    ] = None,
    include: Annotated[
        Include | None, typer.Option(metavar="text", help="Put the text into the report.", show_default=False)
    ] = None,
    input_kind: Annotated[
        Kind | None,
        typer.Option(
            "--as",
            metavar="KIND",
            help="text, html, markdown, json, jsonl, parquet, wxr, ghost or ninjs, whatever the name.",
            show_default=False,
        ),
    ] = None,
    ignore_unknown: Annotated[
        bool, typer.Option("--ignore-unknown", help="Drop unknown JSON fields, do not refuse.")
    ] = False,
    store: Annotated[
        bool, typer.Option("--store", help="Put the articles into the database; print no reports.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="CODE", help="Try this check alone; may be repeated.", show_default=False
        ),
    ] = None,
    site: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Outlet of inputs that name none; @folder takes the name of each file's folder.",
            show_default=False,
        ),
    ] = None,
    alone: Annotated[
        bool, typer.Option("--alone", help="Do not compare the inputs with each other; reports come at once.")
    ] = False,
) -> None:
    """Score articles and say why.

    Reads .txt (plain text), .md (Markdown), .html, .json (one submission),
    .jsonl, .jsonl.gz and .parquet (one submission a line), and archives: the
    export of WordPress (.xml) or Ghost (.json), wire items as ninjs (.json).
    A folder is searched for such files; names that begin with a dot,
    node_modules, __pycache__, site-packages and venv are left out. A page is
    fetched by its address, unless --offline.

    Standard input is JSON, JSON Lines or an archive where it starts with {,
    a page or a WordPress export where it starts with <, else plain text.

    One input gives one report; --format jsonl gives one a line, in input order,
    --format lines one line a finding: file:line:column: CODE severity: message.

    Several inputs are compared first, for lines that recur at other outlets:
    they are read twice, standard input to its end before the first report.
    An outlet is told by an article's URL or site, by `site:` in the front
    matter of a .md or .txt file, or by --site; without one nothing is said.

    Exit status: 0 scored, 1 stopped by --fail-under or --fail-on, 2 bad usage
    or unreadable input; the rest is scored all the same.
    """
    from service.cli.comparing import compare, spooled
    from service.cli.configuration import load_settings, ruleset_in_use
    from service.cli.dismissing import read_dismissals
    from service.cli.progress import make_bar
    from service.cli.rules import known_code
    from service.cli.scoring import Task
    from service.extensions import catalogue
    from service.formats import make_format

    if files.count("-") > 1:
        fail("- (standard input) can be given only once")
    gate = _gate(fail_under, fail_on or [])
    settings = load_settings()
    rules = ruleset_in_use(ruleset or settings.ruleset)
    if only:
        if store:
            fail("--only tries a check and stores nothing: leave --store out")
        rules = rules.only(frozenset(map(known_code, only)), catalogue().codes)
    stdin = spooled() if "-" in files and not alone else None
    offline = offline or settings.offline
    pages = _pages(files, settings, offline=offline)
    inputs = find_inputs(files, input_kind, settings.max_body_bytes, stdin, pages)
    first = list(islice(inputs, 1))
    several = len(files) > 1 or any(
        given.line is not None or given.item is not None or isdir(files[0]) for given in first
    )
    task = Task(
        format=make_format(
            format,
            several=several,
            ruleset=rules.version,
            colour=output is None and coloured(sys.stdout),
            include_text=include is Include.TEXT,
        ),
        ruleset=rules,
        as_of=_moment(as_of),
        ignore_unknown=ignore_unknown,
        limit=settings.max_body_bytes,
        most_chars=settings.max_text_chars,
        outside=None if offline else _asking(settings),
        site=site,
        gate=gate,
        dismissals=read_dismissals(dismissals) if dismissals else {},
    )
    jobs = jobs or cores()
    total = count_inputs(files, input_kind) if sys.stderr.isatty() else None
    with ExitStack() as stack:
        out = _open_output(output, files, stack)
        inputs = chain(first, inputs)
        if several and not alone:
            with _ended_by_term():
                bar = make_bar(total, out.isatty(), "comparing")
                task = replace(task, ledger=compare(_articles(inputs), task, jobs, bar))
            if stdin is not None:
                stdin.seek(0)
            inputs = find_inputs(files, input_kind, settings.max_body_bytes, stdin, pages)
        if store:
            raise typer.Exit(_store(inputs, task, jobs, settings, total))
        try:
            status = _run(inputs, task, jobs, out, total)
        except BrokenPipeError:
            status = pipe_closed()
    raise typer.Exit(status)


def _run(inputs: Iterator[Input], task: "Task", jobs: int, out: BinaryIO, total: int | None) -> int:
    """Write every report as it comes; the exit status."""
    from service.cli.progress import make_bar
    from service.cli.scoring import outcomes
    from service.formats.excerpt import plain

    failed = stopped = wrote = False
    appendices: list[bytes] = []
    with (
        _ended_by_term(),
        make_bar(total, out.isatty()) as progress,
        closing(outcomes(_articles(inputs, progress.say), task, jobs)) as results,
    ):
        out.write(task.format.opening())
        for outcome in results:
            progress.advance()
            if outcome.part is None:
                failed = True
                progress.say(f"assay: {plain(outcome.error or '')}")
                continue
            stopped |= outcome.stopped
            if outcome.part.body:
                out.write(task.format.joint + outcome.part.body if wrote else outcome.part.body)
                out.flush()
                wrote = True
            if outcome.part.appendix:
                appendices.append(outcome.part.appendix)
        out.write(task.format.closing(appendices))
        out.flush()
    return BAD_INPUT if failed else STOPPED if stopped else 0


def _store(inputs: Iterator[Input], task: "Task", jobs: int, settings: "Settings", total: int | None) -> int:
    """Store every article in large transactions; the exit status."""
    from service.cli.database import database_errors_as_one_line
    from service.cli.progress import make_bar
    from service.cli.storing import store_all
    from service.storage import migrate

    with database_errors_as_one_line(settings.database_url), _ended_by_term():
        migrate(settings.database_url)
        bar = make_bar(total, False, "storing")
        told = store_all(_articles(inputs, bar.say), task, jobs, settings, bar)
    say(f"stored {told.stored:,}, known already {told.known:,}, failed {told.failed:,}")
    return BAD_INPUT if told.failed else 0


def _asking(settings: "Settings") -> "Asking":
    from service.cli.asking import Asking

    return Asking(settings)


def _articles(inputs: Iterable[Input], tell: Callable[[str], None] | None = None) -> Iterator[Input]:
    """The inputs that are articles, or should be; what an archive holds beside them is told."""
    for given in inputs:
        if given.note is None:
            yield given
        elif tell is not None:
            tell(f"assay: {given.path}: {given.note}")


def _pages(files: list[str], settings: "Settings", *, offline: bool) -> dict[str, Input]:
    """The pages among the arguments, fetched."""
    if not any(map(is_url, files)):
        return {}
    if offline:
        reason = (
            "is an address, and --offline (or ASSAY_OFFLINE) fetches nothing: save the page, or leave it out"
        )
        return {name: Input(name, Kind.HTML, error=reason) for name in files if is_url(name)}
    from service.cli.fetching import fetch_pages

    return fetch_pages(files, settings)


def _gate(under: float | None, words: list[str]) -> "Gate | None":
    """What makes an article fail, by --fail-under and --fail-on."""
    from service.cli.rules import known_code
    from service.cli.scoring import Gate

    given = words_of(words)
    if under is None and not given:
        return None
    severities: set[str] = set()
    codes: set[str] = set()
    for word in given:
        if word.lower() in SEVERITIES:
            severities.update(SEVERITIES[: SEVERITIES.index(word.lower()) + 1])
        elif word.lower() != UNSCORED:
            codes.add(known_code(word, "--fail-on: neither a severity nor a rule: "))
    unscored = any(word.lower() == UNSCORED for word in given)
    return Gate(under, frozenset(severities), frozenset(codes), unscored)


@contextmanager
def _ended_by_term() -> Iterator[None]:
    """Let SIGTERM raise, so that a plain kill ends the workers too."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def cores() -> int:
    """How many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _moment(given: str | None) -> datetime:
    """The time to judge at; today's midnight by default, so that two runs of one day give the same bytes."""
    if given is None:
        return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        fail(f"--as-of: {given!r} is no date; write it as 2026-11-22 or 2026-11-22T09:30:00Z")
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _open_output(path: Path | None, files: list[str], stack: ExitStack) -> BinaryIO:
    if path is None:
        return sys.stdout.buffer
    if any(name != "-" and Path(name).exists() and path.exists() and path.samefile(name) for name in files):
        fail(f"{path}: is an input, so it cannot be the output")
    try:
        return stack.enter_context(path.open("wb"))
    except OSError as error:
        fail(f"{path}: {(error.strerror or 'cannot be written').lower()}")
