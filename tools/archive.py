"""An archive of stored articles to measure on: generated, judged and stored in large transactions."""

import asyncio
import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from uuid_utils import uuid7

from scoring import Evidence, Ruleset, shipped
from service.reports.judging import judge_read, read_article
from service.reports.keeping import article_record, kept_marks
from service.sealing import Labels
from service.storage import ArticleRecord, ReportRecord, migrate, open_store
from service.submission import Submission
from tools.texts import articles

BATCH = 500
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
Pair = tuple[ArticleRecord, ReportRecord]


def fill(url: str, count: int, characters: int = 5000) -> None:
    """Migrate a database and store `count` articles of about `characters` each, judged by the shipped ruleset."""
    migrate(url)
    asyncio.run(_fill(url, count, characters))


async def _fill(url: str, count: int, characters: int) -> None:
    ruleset = shipped()
    async with open_store(url) as store:
        await store.keep_ruleset(ruleset.version, ruleset.as_dict())
        for batch in _batches(count, characters):
            await store.fill(batch)


def _batches(count: int, characters: int) -> Iterator[list[Pair]]:
    texts = articles(min(count, 2000), characters)
    given = [(number, texts[number % len(texts)]) for number in range(count)]
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(2, context) as pool:
        batch: list[Pair] = []
        for pair in pool.map(stored, given, chunksize=50):
            batch.append(pair)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch


def bytes_an_article(url: str) -> dict[str, int]:
    """Bytes that each table takes for an article, its indices and large values included; only those with any."""

    async def told() -> dict[str, int]:
        import asyncpg

        connection = await asyncpg.connect(url)
        await connection.execute("VACUUM FULL")
        count = await connection.fetchval("SELECT count(*) FROM article")
        rows = await connection.fetch(
            "SELECT relname, pg_total_relation_size(oid) AS size FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC"
        )
        await connection.close()
        return {row["relname"]: row["size"] // count for row in rows if row["size"] // count >= 100}

    return asyncio.run(told())


def stored(given: tuple[int, str]) -> Pair:
    """One article with its report, as the service would store it offline; a last line tells it from others."""
    number, text = given
    submission = Submission.model_validate(
        {"text": f"{text}\n\nNotice {number}.", "title": f"Article {number}", "language": "en"}
    )
    received = SINCE + timedelta(seconds=number)
    ids = str(uuid7()), str(uuid7())
    ruleset = shipped()
    opened = read_article(submission.article(), ruleset)
    assert opened.fingerprint is not None
    article = article_record(submission, ids[0], received, keep_text=True)
    scored = judge_read(opened.document, Evidence(as_of=received), ruleset, Labels(received, ids[1], ids[0]))
    return replace(article, marks=kept_marks(opened.fingerprint, {}, None)), scored.record(keep_evidence=True)


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))


def another_ruleset(version: str) -> Ruleset:
    """The shipped ruleset with another weight, so that every report has to be written."""
    ruleset = shipped()
    rule = replace(ruleset.rule("CIT_ORPHAN_MARKER"), weight=0.77)
    return replace(ruleset, version=version, rules={**ruleset.rules, "CIT_ORPHAN_MARKER": rule})
