"""`assay score --store`: many articles judged and stored in large transactions, to fill an archive."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

from uuid_utils import uuid7

from scoring import Fingerprint, Sample
from service.cli.inputs import Input
from service.cli.progress import Bar
from service.cli.scoring import InputError, Task, judged, spread, submission_of
from service.formats.excerpt import plain
from service.reports.keeping import article_record, kept_marks
from service.sealing import Labels
from service.settings import Settings
from service.storage import ArticleRecord, ReportRecord, Store, open_store
from service.submission import Submission
from service.templates import Shelf

BATCH = 500
Pair = tuple[ArticleRecord, ReportRecord]


@dataclass(frozen=True, slots=True)
class Unstored:
    """An article with its report as they are stored, but for its lines; without a fingerprint none are kept."""

    article: ArticleRecord
    report: ReportRecord
    fingerprint: Fingerprint | None
    outlet: int | None


@dataclass(slots=True)
class Stored:
    """How many inputs were stored, were known already, and could not be read."""

    stored: int = 0
    known: int = 0
    failed: int = 0


def store_all(inputs: Iterable[Input], task: Task, jobs: int, settings: Settings, bar: Bar) -> Stored:
    """Judge every input and store it; what cannot be read is told above the bar."""
    with (
        closing(spread(partial(stored_one, keep_text=settings.store_text), inputs, task, jobs)) as results,
        bar,
    ):
        return asyncio.run(_store(results, task, settings, bar))


async def _store(results: Iterator[Unstored | str], task: Task, settings: Settings, bar: Bar) -> Stored:
    told = Stored()
    async with open_store(settings.database_url, most_lines=settings.template_lines) as store:
        await store.keep_ruleset(task.ruleset.version, task.ruleset.as_dict())
        batch: list[Unstored] = []
        for result in results:
            bar.advance()
            if isinstance(result, str):
                told.failed += 1
                bar.say(f"assay: {plain(result)}")
                continue
            batch.append(result)
            if len(batch) == BATCH:
                await _write(store, batch, told)
                batch = []
        await _write(store, batch, told)
        await store.forget_lines()
    return told


async def _write(store: Store, batch: list[Unstored], told: Stored) -> None:
    stored = await store.fill(await with_lines(store, batch))
    told.stored += stored
    told.known += len(batch) - stored


async def with_lines(shelf: Shelf, batch: Sequence[Unstored]) -> list[Pair]:
    """A batch as it is stored: each article under the lines that need one more, those before it in the batch counted."""
    prints = [one.fingerprint for one in batch if one.fingerprint is not None]
    digests = {digest for found in prints for digest in found.digests}
    known = await shelf.samples(sorted(digests)) if digests else {}
    samples = {digest: list(those) for digest, those in known.items()}
    pairs = []
    for one in batch:
        marks = None
        if one.fingerprint is not None:
            marks = kept_marks(one.fingerprint, samples, one.outlet)
        if marks is not None:
            for digest in marks.digests:
                samples.setdefault(digest, []).append(Sample(marks.work, marks.second, marks.outlet))
        pairs.append((replace(one.article, marks=marks), one.report))
    return pairs


def stored_one(given: Input, task: Task, *, keep_text: bool = True) -> Unstored | str:
    """An input as it is stored, or one line that says why not. Never raises."""
    try:
        return for_storage(submission_of(given, task), task, keep_text=keep_text)
    except InputError as error:
        return f"{given.where}: {error}"
    except Exception as error:  # a defect of ours must not lose the rest of a long list
        return f"{given.where}: internal error, {type(error).__name__}: {error}"


def for_storage(submission: Submission, task: Task, *, keep_text: bool) -> Unstored:
    """A submission judged and made ready to be stored, under new ids."""
    labels = Labels(task.as_of, str(uuid7()), str(uuid7()), submission.external_id)
    done = judged(submission, task, labels, compare=keep_text)
    return Unstored(
        article_record(submission, str(labels.article_id), task.as_of, keep_text=keep_text),
        done.scored.record(keep_evidence=keep_text),
        done.article.fingerprint if keep_text else None,
        submission.outlet,
    )
