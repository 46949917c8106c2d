"""Erasing leaves nothing."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.storage import Announcement, ConflictError, FollowUp, Recheck, StoredResponse, open_store
from service.storage.tables import metadata

DAY = datetime(2026, 11, 20, 8, tzinfo=UTC)
SECRET = "Zanzibar-Quokka-Embargo"


def marked(make, **given):
    """An article that carries the secret everywhere that text is kept."""
    article, report = make(
        title=SECRET,
        url=f"https://news.example/{SECRET}",
        submission={"text": f"{SECRET} " * 2000},
        evidence={"links": [SECRET] * 500},
        body=SECRET.encode() * 300,
        **given,
    )
    return article, report


async def test_erasing_leaves_no_row_of_it_and_all_of_the_others(store, make):
    article, report = marked(make)
    await store.save(article, report)
    revised = marked(make, id=article.id, external_id=article.external_id)
    await store.save(*revised, replaces=article.content_hash)
    kept, judged = make()
    await store.save(kept, judged)
    for key, about in (("k1", article.id), ("k2", kept.id)):
        claim = await store.claim("scope", key, "hash", DAY, DAY + timedelta(days=1))
        await store.settle(claim.held, StoredResponse(201, {}, SECRET.encode()), about)

    assert await store.erase(article.id) is True
    assert await store.article(article.id) is None
    assert await store.newest(article.id) is None
    assert await store.reports(article.id) == []
    assert await store.find(article.site, article.external_id, article.content_hash) is None
    assert await store.submission(report.id) is None
    claim = await store.claim("scope", "k1", "hash", DAY, DAY + timedelta(days=1))
    assert claim.held
    assert await store.newest(kept.id) == judged
    assert (await store.claim("scope", "k2", "hash", DAY, DAY + timedelta(days=1))).reply
    assert await store.erase(article.id) is False

    def counts(connection):
        return {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()
            for name in metadata.tables
        }

    left = await store.gate.read(counts)
    assert (left["article"], left["report"], left["finding"], left["revision"]) == (1, 1, 2, 0)


async def test_an_answer_that_comes_after_the_erasure_is_not_kept(store, make):
    article, report = make()
    await store.save(article, report)
    claim = await store.claim("scope", "key", "hash", DAY, DAY + timedelta(days=1))
    await store.erase(article.id)
    await store.settle(claim.held, StoredResponse(201, {}, SECRET.encode()), article.id)
    assert (await store.claim("scope", "key", "hash", DAY, DAY + timedelta(days=1))).held


async def test_an_erased_article_may_come_again(store, make):
    article, report = make()
    await store.save(article, report)
    await store.erase(article.id)
    await store.save(article, replace(report, id="another"))
    assert len(await store.reports(article.id)) == 1


@pytest.mark.parametrize("revised", [False, True], ids=["a later report", "a revision"])
async def test_what_was_read_before_the_erasure_does_not_come_back(store, make, revised):
    article, report = marked(make)
    await store.save(article, report)
    await store.erase(article.id)
    later = replace(report, id="later")
    changed = replace(article, content_hash="f" * 64) if revised else article
    message = Announcement("m", article.id, "https://cms.example-press.org/hook", b"{}", DAY)
    follow_up = FollowUp(look=Recheck(article.id, DAY), message=message)
    with pytest.raises(ConflictError):
        await store.save(changed, later, replaces=article.content_hash, follow_up=follow_up)
    with pytest.raises(ConflictError):
        await store.save(article, None, replaces=article.content_hash, follow_up=follow_up)
    assert await store.article(article.id) is None
    assert await store.reports(article.id) == []
    assert await store.followups_waiting() == (0, 0)


async def test_of_an_erasure_and_a_later_report_at_once_the_erasure_stands(store, make):
    for number in range(20):
        article, report = make()
        await store.save(article, report)
        later = replace(report, id=f"later-{number}")
        saves = [store.save(article, later, replaces=article.content_hash), store.erase(article.id)]
        _, erased = await asyncio.gather(*saves, return_exceptions=True)
        assert erased is True
        assert await store.article(article.id) is None


def text_in_files(url: str) -> list[str]:
    path = Path(url.removeprefix("sqlite:///"))
    return [file.name for file in path.parent.glob(path.name + "*") if SECRET.encode() in file.read_bytes()]


def test_sqlite_keeps_no_erased_text_in_any_of_its_files(sqlite_url, make):
    async def story():
        async with open_store(sqlite_url) as store:
            article, report = marked(make)
            await store.save(article, report)
            revised = marked(make, id=article.id, external_id=article.external_id)
            await store.save(*revised, replaces=article.content_hash)
            for _ in range(20):
                await store.save(*make())
            assert text_in_files(sqlite_url)
            await store.erase(article.id)
            assert text_in_files(sqlite_url) == []

    asyncio.run(story())
    assert text_in_files(sqlite_url) == []


def test_sqlite_wipes_its_log_once_a_long_reader_lets_go(sqlite_url, make):
    async def story():
        async with open_store(sqlite_url) as store:
            article, report = marked(make)
            await store.save(article, report)
            reader = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM article").fetchone()
            assert await store.erase(article.id)
            assert text_in_files(sqlite_url)
            reader.execute("ROLLBACK")
            reader.close()
            await store.save(*make())
            assert text_in_files(sqlite_url) == []

    asyncio.run(story())
