"""A store on each database, and articles to put in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from service.storage import ArticleRecord, FindingRecord, ReportRecord, Store, open_store

Pair = tuple[ArticleRecord, ReportRecord]
DAY = datetime(2026, 11, 20, 8, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store on each database in turn."""
    async with open_store(database_url) as store:
        yield store


@pytest.fixture
def in_store(database_url: str) -> Callable[..., Any]:
    """Run a story, an async function of a store, to its end."""

    def run(story: Callable[[Store], Awaitable[Any]], max_waiting: int = 256) -> Any:
        async def told() -> Any:
            async with open_store(database_url, max_waiting) as store:
                return await story(store)

        return asyncio.run(told())

    return run


@pytest.fixture
def make() -> Callable[..., Pair]:
    """Make a new article with its report, both unlike any other; keywords replace fields of either."""
    numbers = count(1)

    def pair(
        *, codes: tuple[str, ...] = ("CIT_ORPHAN_MARKER", "FIL_PHRASE"), after: int = 0, **given: Any
    ) -> Pair:
        number = next(numbers)
        article: dict[str, Any] = {
            "id": f"article-{number:04}",
            "site": "news.example",
            "external_id": f"post-{number}",
            "content_hash": f"{number:064x}",
            "title": "Harbour “reopens”",
            "url": f"https://news.example/{number}",
            "submission": {"text": f"The harbour reopened on day {number}.", "authors": ["Ada", "Bo"]},
            "received_at": DAY + timedelta(seconds=after),
            "marks": None,
        }
        findings = tuple(
            FindingRecord(place, code, "citations", "high", -1.1 - place) for place, code in enumerate(codes)
        )
        report: dict[str, Any] = {
            "id": f"report-{number:04}",
            "ruleset": "2026.11",
            "scored_at": DAY + timedelta(seconds=after),
            "score": 61.7,
            "band": "mixed",
            "confidence": 0.86,
            "body": b'{"score": 61.7}',
            "evidence": {"as_of": None, "online": False, "links": []},
            "findings": findings,
        }
        for name, value in given.items():
            if name == "report_id":
                report["id"] = value
            else:
                (article if name in article else report)[name] = value
        return ArticleRecord(**article), ReportRecord(article_id=article["id"], **report)

    return pair
