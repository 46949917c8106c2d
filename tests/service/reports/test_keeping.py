"""Which lines an article is kept under: never so many that a later look-up grows with a line's fame."""

import asyncio
from datetime import UTC, datetime

import pytest

from scoring import Sample
from scoring.line_index import MOST_COPIES, MOST_SAMPLES
from service.cli.scoring import Task
from service.cli.storing import for_storage, with_lines
from service.formats import FormatName, make_format
from service.records import KeptMarks
from service.reports.keeping import kept_marks
from service.rulesets import load_ruleset
from service.storage import open_store
from service.submission import Submission

NOW = datetime(2026, 11, 20, tzinfo=UTC)
STANDING = "Follow the Saltby Courier on every channel and have the news of the harbour sent to your door each morning."


def submission(number: int) -> Submission:
    own = " ".join(
        f"Boat {number} of pier {place} sailed at {number + place} past the hour." for place in range(5)
    )
    return Submission.model_validate(
        {"text": f"{own}\n\n{STANDING}", "language": "en", "site": "saltby.example"}
    )


@pytest.fixture
def task() -> Task:
    return Task(
        format=make_format(FormatName.JSONL, several=True, ruleset="-"),
        ruleset=load_ruleset(None),
        as_of=NOW,
        ignore_unknown=False,
        limit=10**6,
        most_chars=10**6,
    )


def test_a_line_that_stands_in_all_articles_is_kept_under_a_few_of_them(database_url, task):
    batches = [
        [for_storage(submission(number), task, keep_text=True) for number in range(start, start + 20)]
        for start in (0, 20)
    ]
    famous = set.intersection(*(set(one.fingerprint.digests) for batch in batches for one in batch))
    assert len(famous) == 1

    async def story():
        async with open_store(database_url) as store:
            for batch in batches:
                pairs = await with_lines(store, batch)
                assert await store.fill(pairs) == 20
            return await store.samples(sorted(famous))

    (samples,) = asyncio.run(story()).values()
    # Those of one outlet say no more than that it is the outlet's own line.
    assert 1 < len(samples) <= MOST_SAMPLES
    assert len(samples) < 10


def test_without_the_text_no_lines_are_kept(task):
    one = for_storage(submission(1), task, keep_text=False)
    assert one.fingerprint is None
    assert one.article.submission is None
    assert one.report.evidence is None


def test_copies_of_a_text_are_kept_a_few_times():
    class Found:
        digests, work, second = (11, 12), 11, 12

    assert kept_marks(Found, {}, 1) == KeptMarks((11, 12), 11, 12, 1)
    copies = [Sample(11, 12, outlet) for outlet in range(MOST_COPIES)]
    assert kept_marks(Found, {11: copies}, 9) == KeptMarks((12,), 11, 12, 9)


def test_an_article_without_long_lines_is_kept_under_none():
    class Found:
        digests, work, second = (), 0, 0

    assert kept_marks(Found, {}, None) is None
