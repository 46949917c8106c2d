"""One article's way to its report: read it, ask outside, judge it, seal it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol, TypeVar

from scoring import (
    Article,
    Document,
    Evidence,
    Fingerprint,
    Lookup,
    Report,
    Ruleset,
    RulesetError,
    fingerprint_of,
    shipped,
)
from service.envelope import seal
from service.extensions import catalogue, judge, made_for, read, wants
from service.resolve import Resolver
from service.storage.records import ArticleRecord, FindingRecord, KeptMarks, ReportRecord
from service.submission import Submission
from service.templates import Templates

T = TypeVar("T")


class RunCpu(Protocol):
    """Runs a function that computes and does not wait, away from whoever must stay responsive."""

    def __call__(self, function: Callable[..., T], *arguments: Any) -> Awaitable[T]:
        """What `function(*arguments)` returns."""
        ...


async def inline(function: Callable[..., T], *arguments: Any) -> T:
    """Run at once, in the caller's thread: for the command line, which serves nobody else."""
    return function(*arguments)


def in_pool(pool: Executor) -> RunCpu:
    """Run in the workers of a pool."""

    def run(function: Callable[..., T], *arguments: Any) -> Awaitable[T]:
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
    """One report, the bytes that tell it, and how many seconds each stage took.

    `marks` are what the article is to be known by; None where nothing is compared.
    """

    report: Report
    labels: Labels
    body: bytes
    seconds: Mapping[str, float]
    marks: KeptMarks | None = None

    def record(self, *, keep_evidence: bool) -> ReportRecord:
        """The report as storage keeps it. Raises ValueError for one that was sealed without ids."""
        labels, report = self.labels, self.report
        if labels.id is None or labels.article_id is None:
            raise ValueError("a report is stored under ids of its own")
        return ReportRecord(
            id=labels.id,
            article_id=labels.article_id,
            ruleset=report.ruleset,
            scored_at=labels.scored_at,
            score=report.score,
            band=report.band.value,
            confidence=report.confidence,
            body=self.body,
            evidence=report.evidence.as_dict() if keep_evidence else None,
            findings=tuple(
                FindingRecord(number, found.check.code, found.check.family, found.severity, found.points)
                for number, found in enumerate(report.findings)
            ),
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
        article. No thread and no connection is held meanwhile.
        """
        begun = await self._run_cpu(self._begin, article, as_of, labels, again)
        if isinstance(begun, Scored):
            return begun
        started = perf_counter()
        kept = None
        evidence = begun.evidence or await self.resolver.resolve(begun.lookups, as_of, seconds, again=again)
        if self._templates is not None and begun.marks is not None:
            templates, kept = await self._templates.compare(begun.marks, outlet, labels.article_id)
            evidence = replace(evidence, templates=templates)
        spent = {"read": begun.seconds, "resolve": perf_counter() - started}
        scored = await self._run_cpu(self._judge, begun.document, evidence, labels, spent, begun.ruleset)
        return replace(scored, marks=kept)

    async def text(self, article: Article) -> str:
        """The text that the spans of a report point into."""
        document = await self._run_cpu(self._reader, article)
        return document.text

    def _begin(self, article: Article, as_of: datetime, labels: Labels, again: bool) -> "Scored | _Open":
        started = perf_counter()
        ruleset = self.ruleset
        document = self._reader(article)
        lookups = wants(document, ruleset)
        marks = fingerprint_of(document) if self._templates is not None else None
        seconds = perf_counter() - started
        evidence = None if again and lookups else self.resolver.known(lookups, as_of)
        if evidence is None or marks is not None:
            return _Open(document, lookups, ruleset, seconds, evidence, marks)
        return self._judge(document, evidence, labels, {"read": seconds, "resolve": 0.0}, ruleset)

    def _judge(
        self,
        document: Document,
        evidence: Evidence,
        labels: Labels,
        seconds: Mapping[str, float],
        ruleset: Ruleset,
    ) -> Scored:
        started = perf_counter()
        report = self._judger(document, evidence, ruleset)
        body = seal_report(report, labels)
        return Scored(report, labels, body, {**seconds, "judge": perf_counter() - started})


@dataclass(frozen=True, slots=True)
class _Open:
    """An article that was read and waits for its evidence, or for what other articles tell."""

    document: Document
    lookups: tuple[Lookup, ...]
    ruleset: Ruleset
    seconds: float
    evidence: Evidence | None = None
    marks: Fingerprint | None = None


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

    `article` carries the submission that this report judged, `ruleset` is the table that was kept under
    `report.ruleset`. Raises NotReplayable where the text or the evidence was not kept, or where the checks or word
    lists installed here are not those it was made by.
    """
    if article.submission is None or report.evidence is None:
        raise NotReplayable("the text or the evidence of this report was not kept")
    document = read(Submission.model_validate(article.submission).article())
    labels = Labels(report.scored_at, report.id, article.id, article.external_id)
    evidence = Evidence.from_dict(report.evidence)
    try:
        return seal_report(judge(document, evidence, Ruleset.from_dict(ruleset)), labels)
    except RulesetError as error:
        raise NotReplayable(str(error)) from None


def seal_report(report: Report, labels: Labels) -> bytes:
    """The bytes that tell a report under its labels."""
    return seal(
        report,
        id=labels.id,
        article_id=labels.article_id,
        external_id=labels.external_id,
        scored_at=labels.scored_at,
    )
