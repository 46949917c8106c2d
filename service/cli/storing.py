"""`assay score --store`: many articles judged and stored in large transactions, to fill an archive."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice

from uuid_utils import uuid7

from scoring import Document, fingerprint_of, outlet_of
from service.cli.inputs import Input
from service.cli.progress import Bar
from service.cli.scoring import InputError, Task, judged, spread, submission_of
from service.formats.excerpt import plain
from service.intake import content_hash
from service.pipeline import Labels, Scored
from service.settings import Settings
from service.storage import ArticleRecord, LedgerStore, ReportRecord, open_ledger
from service.storage.records import KeptMarks
from service.submission import Submission

BATCH = 500
Pair = tuple[ArticleRecord, ReportRecord]


@dataclass(slots=True)
class Stored:
    """How many inputs were stored, were known already, and could not be read."""

    stored: int = 0
    known: int = 0
    failed: int = 0


def store_all(inputs: Iterable[Input], task: Task, jobs: int, settings: Settings, bar: Bar) -> Stored:
    """Judge every input and store it; what cannot be read is told above the bar."""
    with closing(spread(stored_one, inputs, task, jobs)) as results, bar:
        # The workers are forked by the first result, before there are threads that a fork would lose.
        first = list(islice(results, 1))
        return asyncio.run(_store(chain(first, results), task, settings, bar))


async def _store(results: Iterator[Pair | str], task: Task, settings: Settings, bar: Bar) -> Stored:
    told = Stored()
    async with open_ledger(settings.database_url) as ledger:
        await ledger.keep_ruleset(task.ruleset.version, task.ruleset.as_dict())
        batch: list[Pair] = []
        for result in results:
            bar.advance()
            if isinstance(result, str):
                told.failed += 1
                bar.say(f"assay: {plain(result)}")
                continue
            batch.append(result if settings.store_text else _without_text(*result))
            if len(batch) == BATCH:
                await _write(ledger, batch, told)
                batch = []
        await _write(ledger, batch, told)
    return told


async def _write(ledger: LedgerStore, batch: list[Pair], told: Stored) -> None:
    stored = await ledger.fill(batch)
    told.stored += stored
    told.known += len(batch) - stored


def stored_one(given: Input, task: Task) -> Pair | str:
    """An input as it is stored, or one line that says why not. Never raises."""
    try:
        return _pair(submission_of(given, task), task)
    except InputError as error:
        return f"{given.where}: {error}"
    except Exception as error:  # a defect of ours must not lose the rest of a long list
        return f"{given.where}: internal error, {type(error).__name__}: {error}"


def _pair(submission: Submission, task: Task) -> Pair:
    document, report = judged(submission, task)
    labels = Labels(task.as_of, str(uuid7()), str(uuid7()), submission.external_id)
    article = ArticleRecord(
        id=labels.article_id or "",
        site=submission.site,
        external_id=submission.external_id,
        content_hash=content_hash(submission),
        title=submission.title,
        url=submission.url,
        submission=submission.stored(),
        received_at=task.as_of,
        marks=kept_marks(document, outlet_of(submission.url, submission.site)),
    )
    return article, Scored.of(report, labels).record(keep_evidence=True)


def kept_marks(document: Document, outlet: int | None) -> KeptMarks | None:
    """By which lines an article is to be known again; None where it has no long ones."""
    marks = fingerprint_of(document)
    return KeptMarks(marks.digests, marks.work, marks.second, outlet) if marks.work else None


def _without_text(article: ArticleRecord, report: ReportRecord) -> Pair:
    return replace(article, title=None, submission=None, marks=None), replace(report, evidence=None)
