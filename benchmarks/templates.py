"""What it costs to know an article's lines again: hashing, a batch, and the store's query and rows."""

import asyncio
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from uuid_utils import uuid7

from scoring import Article, Fingerprint, LineIndex, fingerprint_of, fingerprint_of_article, read
from service.storage import ArticleRecord, ReportRecord, migrate, open_store
from service.templates import Templates
from tools.texts import articles

STORED = 2_000


def main() -> None:
    """Print milliseconds for each article; the reference is a save without lines."""
    texts = articles(200)
    documents = [read(Article(text)) for text in texts]
    marks = [fingerprint_of(document) for document in documents]
    lines = sum(len(one.digests) for one in marks) / len(marks)
    print(f"\ntemplates, {len(texts)} articles of {len(texts[0])} characters, {lines:.0f} lines each")
    print(
        f"  hashing           {_milliseconds(lambda: [fingerprint_of(d) for d in documents], len(texts)):7.3f} ms"
    )
    print(
        f"  skimming          {_milliseconds(lambda: [fingerprint_of_article(Article(t)) for t in texts], len(texts)):7.3f} ms"
    )

    def batch() -> None:
        ledger = LineIndex()
        for one in marks:
            ledger.enter(one, None)
        for one in marks:
            ledger.evidence(one, None)

    print(f"  counting a batch  {_milliseconds(batch, len(texts)):7.3f} ms")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_stored(Path(folder), marks))


def _milliseconds(work: Callable[[], object], articles: int) -> float:
    """The least CPU time of three runs, for one article."""
    spent = []
    for _ in range(3):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent) / articles * 1e3


async def _stored(folder: Path, marks: list[Fingerprint]) -> None:
    for kept in (False, True):
        url = f"sqlite:///{folder / str(kept)}.sqlite3"
        migrate(url)
        looked = saved = 0.0
        async with open_store(url) as store:
            templates = Templates(store)
            for number in range(STORED):
                # The same lines under other digests: most articles share nothing.
                one = marks[number % len(marks)]
                shifted = Fingerprint(
                    {d ^ number: s for d, s in one.lines.items()}, one.work ^ number, one.second ^ number
                )
                started = time.perf_counter()
                _, keep = await templates.compare(shifted, number % 50, None)
                looked += time.perf_counter() - started
                pair = _pair(number)
                record = replace(ArticleRecord(*pair[0]), marks=keep if kept else None)
                started = time.perf_counter()
                await store.save(record, ReportRecord(*pair[1]))
                saved += time.perf_counter() - started
        name = "with lines   " if kept else "without lines"
        print(
            f"  look-up           {looked / STORED * 1e3:7.3f} ms   save {name} {saved / STORED * 1e3:7.3f} ms"
        )


def _pair(number: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    now, id = datetime.now(UTC), str(uuid7())
    article = (id, None, None, f"{number:064x}", "A title", None, {"text": "x" * 6000}, now)
    return article, (str(uuid7()), id, "2026.11", now, 50.0, "weak", 0.5, b"x" * 8000, None)
