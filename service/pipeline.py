"""One article's way to its report: read it, ask outside, judge it, seal it."""

import asyncio
import io
import pickle
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol, Self, TypeVar

from scoring import (
    Article,
    Band,
    Document,
    Evidence,
    Fingerprint,
    Lexicon,
    Lookup,
    Report,
    Ruleset,
    RulesetError,
    fingerprint_of,
    shipped,
)
from service.envelope import ENGINE, engine_of, seal
from service.extensions import catalogue, judge, lexicon, made_for, read, wants
from service.resolve import Resolver
from service.storage.records import ArticleRecord, FindingRecord, KeptMarks, ReportRecord
from service.submission import Submission
from service.templates import Templates

T = TypeVar("T")


class RunCpu(Protocol):
    """Runs a function that computes and does not wait, away from whoever must stay responsive.

    The function may run in another process: it is a module's own, and it, its arguments and what it returns
    can be pickled.
    """

    def __call__(self, function: Callable[..., T], *arguments: Any, size: int = 0) -> Awaitable[T]:
        """What `function(*arguments)` returns; `size` is how many characters of text it computes over."""
        ...


async def inline(function: Callable[..., T], *arguments: Any, size: int = 0) -> T:
    """Run at once, in the caller's thread: for the command line, which serves nobody else."""
    return function(*arguments)


def in_threads(pool: Executor) -> RunCpu:
    """Run in the threads of a pool: for work that is bounded by its size, since a thread cannot be ended."""

    def run(function: Callable[..., T], *arguments: Any, size: int = 0) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(pool, partial(function, *arguments))

    return run


@dataclass(frozen=True, slots=True)
class Labels:
    """What a report is sealed with besides its content; all None but the time where nothing is stored."""

    scored_at: datetime
    id: str | None = None
    article_id: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """One report: the bytes that tell it, what storage and counters keep of it, and how long each stage took.

    `marks` are what the article is to be known by; None where nothing is compared. It is small, whatever the
    length of the article, so that it passes from one process to another.
    """

    labels: Labels
    ruleset: str
    score: float | None
    band: Band
    confidence: float
    findings: tuple[FindingRecord, ...]
    failed: tuple[str, ...]
    evidence: Evidence
    body: bytes
    seconds: Mapping[str, float]
    marks: KeptMarks | None = None

    @classmethod
    def of(cls, report: Report, labels: Labels) -> Self:
        """Seal a report under its labels."""
        findings = tuple(
            FindingRecord(number, found.check.code, found.check.family, found.severity, found.points)
            for number, found in enumerate(report.findings)
        )
        return cls(
            labels=labels,
            ruleset=report.ruleset,
            score=report.score,
            band=report.band,
            confidence=report.confidence,
            findings=findings,
            failed=tuple(failure.code for failure in report.failed),
            evidence=report.evidence,
            body=seal_report(report, labels),
            seconds={},
        )

    def record(self, *, keep_evidence: bool) -> ReportRecord:
        """The report as storage keeps it. Raises ValueError for one that was sealed without ids."""
        labels = self.labels
        if labels.id is None or labels.article_id is None:
            raise ValueError("a report is stored under ids of its own")
        return ReportRecord(
            id=labels.id,
            article_id=labels.article_id,
            ruleset=self.ruleset,
            scored_at=labels.scored_at,
            score=self.score,
            band=self.band.value,
            confidence=self.confidence,
            body=self.body,
            evidence=self.evidence.as_dict() if keep_evidence else None,
            findings=self.findings,
        )


class Pipeline:
    """Scores articles under one ruleset. `read` and `judge` can be stood in for, to measure what is around them.

    `templates` knows other articles; without it, lines are not compared. `ruleset` may be put in place of another
    at any time: an article that is under way keeps the one that it began with.
    """

    def __init__(
        self,
        resolver: Resolver,
        ruleset: Ruleset,
        run_cpu: RunCpu = inline,
        templates: Templates | None = None,
        *,
        read: Callable[[Article], Document] = read,
        judge: Callable[[Document, Evidence, Ruleset], Report] = judge,
    ) -> None:
        self.resolver = resolver
        self.ruleset = ruleset
        self._run_cpu = run_cpu
        self._templates = templates
        # Every article goes out with the ruleset, which changes seldom and takes a while to pickle.
        self._packed: tuple[Ruleset | None, bytes] = (None, b"")
        self._reader = read
        self._judger = judge

    async def score(
        self,
        article: Article,
        *,
        as_of: datetime,
        labels: Labels,
        seconds: float = 0.0,
        again: bool = False,
        outlet: int | None = None,
    ) -> Scored:
        """Score an article received at `as_of`; the outside gets `seconds` to answer.

        `again` asks the outside even for what is known. `outlet` is what `scoring.outlet_of` says of the
        article. No thread, process or connection is held meanwhile. Raises what `run_cpu` does.
        """
        ruleset = self._packed_ruleset()
        size = len(article.body)
        compare = self._templates is not None
        opened = await self._run_cpu(_open, self._reader, article, ruleset, compare, size=size)
        started = perf_counter()
        kept = None
        evidence = None if again and opened.lookups else self.resolver.known(opened.lookups, as_of)
        if evidence is None:
            evidence = await self.resolver.resolve(opened.lookups, as_of, seconds, again=again)
        if self._templates is not None and opened.marks is not None:
            templates, kept = await self._templates.compare(opened.marks, outlet, labels.article_id)
            evidence = replace(evidence, templates=templates)
        spent = {"read": opened.seconds, "resolve": perf_counter() - started}
        scored = await self._run_cpu(
            _judge, self._judger, opened.document, evidence, ruleset, labels, size=size
        )
        return replace(scored, seconds={**spent, **scored.seconds}, marks=kept)

    def _packed_ruleset(self) -> bytes:
        if self._packed[0] is not self.ruleset:
            self._packed = (self.ruleset, pickle.dumps(self.ruleset, pickle.HIGHEST_PROTOCOL))
        return self._packed[1]

    async def text(self, article: Article) -> str:
        """The text that the spans of a report point into. Raises what `run_cpu` does."""
        return await self._run_cpu(_text, self._reader, article, size=len(article.body))


class _Sealed:
    """A document that passes through other processes as bytes; only the one that judges it opens it again."""

    def __init__(self, document: Document) -> None:
        self._document: Document | None = document
        self._bytes: bytes | None = None

    def open(self) -> Document:
        """The document."""
        if self._document is None:
            assert self._bytes is not None
            document: Document = pickle.loads(self._bytes)
            self._document = document
        return self._document

    def __getstate__(self) -> bytes:
        if self._bytes is not None:
            return self._bytes
        assert self._document is not None
        return _packed(self._document)

    def __setstate__(self, state: bytes) -> None:
        self._document, self._bytes = None, state


def _packed(document: Document) -> bytes:
    """A document pickled without what was worked out of it, and without the word lists, which every process has."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {Lexicon: lambda _: (lexicon, ())}
    # A copy has no memo.
    pickler.dump(replace(document))
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Open:
    """An article that was read and waits for its evidence."""

    document: _Sealed
    lookups: tuple[Lookup, ...]
    marks: Fingerprint | None
    seconds: float


@lru_cache(maxsize=4)
def _ruleset(packed: bytes) -> Ruleset:
    ruleset: Ruleset = pickle.loads(packed)
    return ruleset


def _open(reader: Callable[[Article], Document], article: Article, ruleset: bytes, compare: bool) -> _Open:
    started = perf_counter()
    document = reader(article)
    lookups = wants(document, _ruleset(ruleset))
    marks = fingerprint_of(document) if compare else None
    return _Open(_Sealed(document), lookups, marks, perf_counter() - started)


def _judge(
    judger: Callable[[Document, Evidence, Ruleset], Report],
    document: _Sealed,
    evidence: Evidence,
    ruleset: bytes,
    labels: Labels,
) -> Scored:
    started = perf_counter()
    scored = Scored.of(judger(document.open(), evidence, _ruleset(ruleset)), labels)
    return replace(scored, seconds={"judge": perf_counter() - started})


def _text(reader: Callable[[Article], Document], article: Article) -> str:
    return reader(article).text


def load_ruleset(override: Path | None) -> Ruleset:
    """The current ruleset, with the changes of a TOML file on top where one is given.

    Raises RulesetError, which names the file or the key at fault, and ExtensionError.
    """
    ruleset = made_for(shipped())
    if override is None:
        return ruleset
    try:
        changes = override.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesetError(f"{override}: {error}") from None
    return ruleset.overridden(changes, catalogue().codes)


class NotReplayable(Exception):
    """A stored report that cannot be made again, and why."""


def replay(article: ArticleRecord, report: ReportRecord, ruleset: Mapping[str, Any]) -> bytes:
    """The bytes of a stored report, made again from what is stored: no network, no clock.

    The engine that is named in it stays; another release than that one may come to other bytes. `article` carries the submission that this report judged, `ruleset` is the table that was kept under
    `report.ruleset`. Raises NotReplayable where the text or the evidence was not kept, or where the checks or word
    lists installed here are not those it was made by.
    """
    if article.submission is None or report.evidence is None:
        raise NotReplayable("the text or the evidence of this report was not kept")
    document = read(Submission.model_validate(article.submission).article())
    labels = Labels(report.scored_at, report.id, article.id, article.external_id)
    evidence = Evidence.from_dict(report.evidence)
    try:
        report_again = judge(document, evidence, Ruleset.from_dict(ruleset))
        return seal_report(report_again, labels, engine_of(report.body))
    except RulesetError as error:
        raise NotReplayable(str(error)) from None


def seal_report(report: Report, labels: Labels, engine: str | None = ENGINE) -> bytes:
    """The bytes that tell a report under its labels, sealed by this release or by the one that is named."""
    return seal(
        report,
        id=labels.id,
        article_id=labels.article_id,
        external_id=labels.external_id,
        scored_at=labels.scored_at,
        engine=engine,
    )
