"""Looks into a database, past the service: what of the acknowledged is there, and is it whole?"""

import asyncio
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found: acknowledged articles that are missing, and those that are torn or there twice."""

    articles: int
    missing: int
    torn: int
    twice: int

    def must_be_clean(self) -> None:
        """Raise AssertionError for anything that was lost."""
        assert (self.missing, self.torn, self.twice) == (0, 0, 0), self


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """What a query finds."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return connection.execute(query).fetchall()
    return asyncio.run(_asked(url, query))


async def _asked(url: str, query: str) -> list[tuple[Any, ...]]:
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


def audit(url: str, acknowledged: Mapping[str, str]) -> Audit:
    """Compare a database with what was acknowledged: the report that was answered for each article."""
    if url.startswith("sqlite"):
        assert rows(url, "PRAGMA integrity_check") == [("ok",)]
    articles = dict(rows(url, "SELECT id, newest_report FROM article"))
    bodies = {
        report: (article, body)
        for report, article, body in rows(url, "SELECT id, article_id, body FROM report")
    }
    findings = dict(rows(url, "SELECT report_id, count(*) FROM finding GROUP BY report_id"))
    torn = 0
    for article, newest in articles.items():
        owner, body = bodies.get(newest, (None, b"{}"))
        whole = len(json.loads(body).get("findings", ())) == findings.get(newest, 0)
        torn += owner != article or not whole
    missing = sum(articles.get(article) is None for article in acknowledged)
    missing += sum(report not in bodies for report in acknowledged.values())
    identities = rows(
        url,
        "SELECT count(*) FROM article GROUP BY site, external_id,"
        " CASE WHEN site IS NULL OR external_id IS NULL THEN content_hash END HAVING count(*) > 1",
    )
    return Audit(len(articles), missing, torn, len(identities))
