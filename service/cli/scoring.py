"""Scoring many inputs in order, in this process or spread over several."""

import multiprocessing
import re
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import ConfigDict, Field, ValidationError

from scoring import AssayError, Evidence, LineIndex, Lookup, Ruleset
from service.cli.inputs import STDIN, Input, Kind, reason
from service.formats import Format, LocatedReport, Part
from service.reports.judging import ReadArticle, judge_read, read_article
from service.reports.scored import Scored
from service.resolve.page import decode
from service.sealing import Labels
from service.submission import MAX_REFERENCES, Reference, Submission

if TYPE_CHECKING:
    from service.cli.asking import Asking

T = TypeVar("T")

# `--site @folder`: the folder of a file is the outlet.
FOLDER = "@folder"
# The lines between two rules at the head of a file, and the outlet among them.
_FRONT_MATTER = re.compile(r"---\r?\n(?:[^\n]{0,400}\n){0,60}?---\s*(?:\n|$)")
_SITE = re.compile(r"^(?:site|outlet|publication): *([^\n\r]{1,200})", re.MULTILINE)
# A file of these kinds is an article's body and nothing else.
OWN_BODY = frozenset({Kind.TEXT, Kind.MARKDOWN, Kind.HTML})
# Inputs that travel to a worker together: enough to hide the journey, few enough to keep both ends busy.
CHUNK = 16
# Chunks that may wait for each worker; bounds memory however long the input is.
AHEAD = 3


class _LooseReference(Reference):
    model_config = ConfigDict(extra="ignore")


class _LooseSubmission(Submission):
    """A submission that leaves out what it does not know, for labelled data sets."""

    model_config = ConfigDict(extra="ignore")

    references: list[_LooseReference] = Field(default_factory=list, max_length=MAX_REFERENCES)  # type: ignore[assignment]


class InputError(AssayError, ValueError):
    """An input that cannot be scored; the message is one line, `field: what is wrong`."""


@dataclass(frozen=True)
class Task:
    """What is done with every input; travels to the workers once. `limit` and `most_chars` bound one article.

    `outside` answers look-ups, and is opened by whoever asks first; None looks nothing up. `ledger` knows the
    lines of all inputs; None compares none. `site` is the outlet of inputs that name neither a URL nor a site;
    `FOLDER` takes the name of each file's folder. `gate` says which articles fail,
    `dismissals` which findings are all right, by their fingerprints.
    """

    format: Format
    ruleset: Ruleset
    as_of: datetime
    ignore_unknown: bool
    limit: int
    most_chars: int
    outside: "Asking | None" = None
    ledger: LineIndex | None = None
    site: str | None = None
    gate: "Gate | None" = None
    dismissals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Gate:
    """What makes an article fail: a score under `under`, a finding of these severities or codes, no score at all."""

    under: float | None = None
    severities: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    unscored: bool = False

    def stops(self, report: Mapping[str, Any]) -> bool:
        """Whether an article with this report fails. Findings that somebody found all right do not count."""
        score = report["score"]
        if score is None:
            if self.unscored:
                return True
        elif self.under is not None and score < self.under:
            return True
        return any(
            finding["severity"] in self.severities or finding["code"] in self.codes
            for finding in report["findings"]
            if not finding.get("dismissed")
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """One input scored (`part`, and whether the gate stops it) or not (`error`, one line)."""

    part: Part | None = None
    stopped: bool = False
    error: str | None = None


def outcomes(inputs: Iterable[Input], task: Task, jobs: int) -> Generator[Outcome, None, None]:
    """Score every input; outcomes come in input order. Closing the generator ends the workers at once."""
    return spread(score_one, inputs, task, jobs)


def spread(
    work: Callable[[Input, Task], T], inputs: Iterable[Input], task: Task, jobs: int
) -> Generator[T, None, None]:
    """Do the same to every input; results come in input order. Closing the generator ends the workers at once.

    The workers are there when this returns, so a caller that starts threads afterwards does no harm to them.
    """
    results = _spread(work, inputs, task, jobs)
    next(results)
    return cast("Generator[T, None, None]", results)


def _spread(
    work: Callable[[Input, Task], T], inputs: Iterable[Input], task: Task, jobs: int
) -> Generator[T | None, None, None]:
    """One None once there are workers, then the results."""
    if jobs == 1:
        try:
            yield None
            for given in inputs:
                yield work(given, task)
        finally:
            if task.outside is not None:
                task.outside.close()
        return
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, _context(), _prepare, (task,))
    waiting: deque[Future[list[T]]] = deque()
    try:
        pool.submit(_do_chunk, work, [])  # forks them all
        yield None
        for chunk in _chunks(inputs, jobs):
            waiting.append(pool.submit(_do_chunk, work, chunk))
            if len(waiting) > jobs * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
        pool.shutdown()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in set(multiprocessing.active_children()) - others:
            worker.kill()  # holds nothing to clean up, and may have been started with SIGTERM ignored


def _context() -> Any:
    """How workers start. Fork keeps the imports, but copies locks that other threads hold: beside such they start afresh."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    if threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _chunks(inputs: Iterable[Input], jobs: int) -> Iterator[list[Input]]:
    """Lists of inputs, small at first so that a short list still reaches every worker."""
    rest = iter(inputs)
    made = 0
    while chunk := list(islice(rest, min(CHUNK, 1 + made // (2 * jobs)))):
        made += 1
        yield chunk


# What a worker does with its inputs: set once, when its process begins.
_task: Task


def _prepare(task: Task) -> None:
    global _task
    _task = task
    # The parent hears Ctrl-C and ends its workers; they need not say anything themselves.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _do_chunk(work: Callable[[Input, Task], T], chunk: list[Input]) -> list[T]:
    return [work(given, _task) for given in chunk]


def score_one(given: Input, task: Task) -> Outcome:
    """Read, judge and format one input. Never raises: what goes wrong is in the outcome."""
    try:
        submission = submission_of(given, task)
        return _scored(given, submission, task)
    except InputError as error:
        return Outcome(error=f"{given.where}: {error}")
    except Exception as error:  # a defect of ours must not lose the rest of a long list
        return Outcome(error=f"{given.where}: internal error, {type(error).__name__}: {error}")


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission that was read and judged."""

    article: ReadArticle
    scored: Scored


def judged(submission: Submission, task: Task, labels: Labels, *, compare: bool = False) -> Judged:
    """Read and judge a submission, its citations looked up where the task says so.

    With `compare`, the lines it is known by are told even where the task compares none.
    """
    compare = compare or task.ledger is not None
    article = read_article(submission.article(), task.ruleset, compare=compare)
    evidence = _evidence(article.lookups, task)
    if task.ledger is not None and article.fingerprint is not None:
        templates = task.ledger.evidence(article.fingerprint, submission.outlet)
        evidence = replace(evidence, templates=templates)
    return Judged(article, judge_read(article.document, evidence, task.ruleset, labels))


def _scored(given: Input, submission: Submission, task: Task) -> Outcome:
    id = given.where if submission.id is None else submission.id
    done = judged(submission, task, Labels(task.as_of, id, external_id=submission.external_id))
    document = done.article.document
    if not document.text.strip():
        raise InputError("holds no words: there is nothing to score")
    located = LocatedReport(
        done.scored.body,
        document.text,
        given.path,
        record=given.line,
        item=given.item,
        file=document if given.kind in OWN_BODY else None,
        title=document.title,
        url=submission.url,
        dismissals=task.dismissals,
    )
    stopped = task.gate is not None and task.gate.stops(located.report)
    return Outcome(task.format.part(located), stopped)


def _evidence(lookups: Sequence[Lookup], task: Task) -> Evidence:
    if task.outside is None or not lookups:
        return Evidence(as_of=task.as_of, online=task.outside is not None)
    return task.outside.evidence(lookups, task.as_of)


def submission_of(given: Input, task: Task) -> Submission:
    """The submission in an input. Raises InputError."""
    text = _decode(_bytes(given, task.limit), given.kind)
    kind = _LooseSubmission if task.ignore_unknown else Submission
    try:
        if not text.strip():
            raise InputError("is empty: there is nothing to score")
        if given.kind is Kind.JSON:
            submission = kind.model_validate_json(text)
        else:
            submission = Submission.model_validate({given.kind.value: text, "url": given.url})
    except ValidationError as error:
        raise InputError(explain_faults(error)) from None
    submission = _with_site(submission, text, given, task.site)
    if len(submission.body) > task.most_chars:
        raise InputError(f"{submission.format}: longer than {task.most_chars:,} characters")
    return submission


def _with_site(submission: Submission, text: str, given: Input, site: str | None) -> Submission:
    """The submission with the outlet that its front matter, the command line or its folder names."""
    if submission.url or submission.site:
        return submission
    front = _FRONT_MATTER.match(text) if given.kind in (Kind.MARKDOWN, Kind.TEXT) else None
    if front and (named := _SITE.search(front[0])):
        return submission.model_copy(update={"site": named[1].strip("\"' ")})
    if site == FOLDER:
        site = Path(given.path).resolve().parent.name if given.path != STDIN else None
    return submission.model_copy(update={"site": site}) if site else submission


def _bytes(given: Input, limit: int) -> bytes:
    if given.error is not None:
        raise InputError(given.error)
    if given.data is not None:
        return given.data
    try:
        with Path(given.path).open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise InputError(reason(error)) from None
    if len(data) > limit:
        raise InputError(f"longer than {limit:,} bytes")
    return data


def _decode(data: bytes, kind: Kind) -> str:
    """The text of an input: UTF-8, else as its byte order mark or, in HTML, its own declaration says. Raises InputError."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and kind in (Kind.TEXT, Kind.MARKDOWN, Kind.HTML):
        return decode(data, "")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if kind is Kind.HTML:
            return decode(data, "")
        raise InputError(
            f"not UTF-8: invalid byte 0x{data[error.start]:02x} at offset {error.start}"
        ) from None


def explain_faults(error: ValidationError) -> str:
    """What is wrong with a submission, each fault as `field: what`."""
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    unknown = [_field(fault["loc"]) for fault in faults if fault["type"] == "extra_forbidden"]
    lines = [
        ": ".join(filter(None, (_field(fault["loc"]), fault["msg"].removeprefix("Value error, "))))
        for fault in faults
        if fault["type"] != "extra_forbidden"
    ]
    if unknown:
        field = "unknown field" if len(unknown) == 1 else "unknown fields"
        lines.insert(0, f"{', '.join(unknown)}: {field} (--ignore-unknown leaves such out)")
    return "; ".join(lines)


def _field(place: tuple[int | str, ...]) -> str:
    return ".".join(map(str, place))
