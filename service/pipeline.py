"""One article's way to its report: read it, ask outside, judge it, seal it."""

import asyncio
import io
import pickle
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from time import perf_counter
from typing import Any, Protocol, TypeVar

from opentelemetry import trace

from scoring import Article, Document, Evidence, Fingerprint, Lexicon, Lookup, Ruleset
from service.extensions import judge, lexicon, read
from service.records import KeptMarks
from service.reports.judging import Judger, Reader, judge_read, read_article
from service.reports.scored import Scored
from service.resolve import Resolver
from service.sealing import Labels
from service.templates import Templates

T = TypeVar("T")

# Does nothing until the process has a provider of traces: with the extra `otel`, where the environment names a collector.
# What other processes compute is a span of this one, waiting for them included.
TRACER = trace.get_tracer("assay")


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
        read: Reader = read,
        judge: Judger = judge,
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
    ) -> tuple[Scored, KeptMarks | None]:
        """Score an article received at `as_of`; the outside gets `seconds` to answer.

        With it comes under which lines the article is worth keeping; None where nothing is compared. `again` asks
        the outside even for what is known. `outlet` is what `scoring.outlet_of` says of the article. No thread, process or connection is held meanwhile. Raises what `run_cpu` does.
        """
        ruleset = self._packed_ruleset()
        size = len(article.body)
        compare = self._templates is not None
        with TRACER.start_as_current_span("assay.read", attributes={"assay.characters": size}):
            opened = await self._run_cpu(_open, self._reader, article, ruleset, compare, size=size)
        started = perf_counter()
        kept = None
        evidence = None if again and opened.lookups else self.resolver.known(opened.lookups, as_of)
        if evidence is None:
            with TRACER.start_as_current_span(
                "assay.look_up", attributes={"assay.lookups": len(opened.lookups), "assay.seconds": seconds}
            ):
                evidence = await self.resolver.resolve(opened.lookups, as_of, seconds, again=again)
        if self._templates is not None and opened.marks is not None:
            templates, kept = await self._templates.compare(opened.marks, outlet, labels.article_id)
            evidence = replace(evidence, templates=templates)
        spent = {"read": opened.seconds, "resolve": perf_counter() - started}
        with TRACER.start_as_current_span(
            "assay.judge", attributes={"assay.ruleset": self.ruleset.version}
        ) as span:
            scored = await self._run_cpu(
                _judge, self._judger, opened.document, evidence, ruleset, labels, size=size
            )
            span.set_attribute("assay.band", scored.band.value)
        return replace(scored, seconds={**spent, **scored.seconds}), kept

    def _packed_ruleset(self) -> bytes:
        if self._packed[0] is not self.ruleset:
            self._packed = (self.ruleset, pickle.dumps(self.ruleset, pickle.HIGHEST_PROTOCOL))
        return self._packed[1]

    async def text(self, article: Article) -> str:
        """The text that the spans of a report point into. Raises what `run_cpu` does."""
        return await self._run_cpu(_text, self._reader, article, size=len(article.body))


class PackedDocument:
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

    document: PackedDocument
    lookups: tuple[Lookup, ...]
    marks: Fingerprint | None
    seconds: float


@lru_cache(maxsize=4)
def _ruleset(packed: bytes) -> Ruleset:
    ruleset: Ruleset = pickle.loads(packed)
    return ruleset


def _open(reader: Reader, article: Article, ruleset: bytes, compare: bool) -> _Open:
    started = perf_counter()
    opened = read_article(article, _ruleset(ruleset), compare=compare, reader=reader)
    return _Open(
        PackedDocument(opened.document), opened.lookups, opened.fingerprint, perf_counter() - started
    )


def _judge(
    judger: Judger,
    document: PackedDocument,
    evidence: Evidence,
    ruleset: bytes,
    labels: Labels,
) -> Scored:
    started = perf_counter()
    scored = judge_read(document.open(), evidence, _ruleset(ruleset), labels, judger=judger)
    return replace(scored, seconds={"judge": perf_counter() - started})


def _text(reader: Reader, article: Article) -> str:
    return reader(article).text
