"""Listings: newest first, filtered, in pages that miss nothing."""

import asyncio
from datetime import timedelta

import pytest

from service.storage import ArticleFilter, articles, open_store
from service.storage.engines import database_url as parsed_url
from service.storage.engines import sqlite_engine


async def pages(store, wanted, size):
    """Every id of a listing, page after page."""
    seen, after = [], None
    while page := await store.articles(wanted, after, size):
        seen += [article.id for article, _ in page]
        after = (page[-1][0].received_at, page[-1][0].id)
    return seen


async def test_a_listing_is_newest_first_and_brief(store, make):
    first, report = make()
    await store.save(first, report)
    second, judged = make(after=5)
    await store.save(second, judged)
    listed = await store.articles(ArticleFilter(), None, 10)
    assert [article.id for article, _ in listed] == [second.id, first.id]
    article, brief = listed[1]
    assert (article.title, article.url, article.submission) == (first.title, first.url, None)
    assert (brief.id, brief.score, brief.band, brief.ruleset) == (report.id, 61.7, "mixed", "2026.11")
    assert (brief.body, brief.evidence, brief.findings) == (b"", None, ())


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
async def test_pages_are_stable_under_equal_times(store, make, size):
    for place in range(20):
        await store.save(*make(id=f"A-{place:02}" if place % 2 else f"a{place:02}", after=place // 7))
    everything = [article.id for article, _ in await store.articles(ArticleFilter(), None, 50)]
    assert len(set(everything)) == 20
    assert await pages(store, ArticleFilter(), size) == everything


async def test_equal_times_are_ordered_by_the_bytes_of_the_id(store, make):
    for name in ("b", "B", "a-b", "ab", "a_b", "1"):
        await store.save(*make(id=name))
    assert await pages(store, ArticleFilter(), 2) == sorted(["b", "B", "a-b", "ab", "a_b", "1"], reverse=True)


async def test_an_article_that_arrives_between_two_pages_moves_none(store, make):
    for place in range(6):
        await store.save(*make(after=place))
    page = await store.articles(ArticleFilter(), None, 3)
    await store.save(*make(after=100))
    last = page[-1][0]
    rest = await store.articles(ArticleFilter(), (last.received_at, last.id), 3)
    assert len({article.id for article, _ in page + rest}) == 6


async def test_each_filter_and_all_together(store, make):
    sites, bands, codes = ("a.example", "b.example"), ("low", "mixed"), ("CIT_DEAD", "FIL_PHRASE")
    stored = []
    for place in range(32):
        site, band, code = sites[place & 1], bands[place >> 1 & 1], codes[place >> 2 & 1]
        article, report = make(site=site, band=band, codes=(code, code, "DAT_FUTURE"), after=place)
        await store.save(article, report)
        stored.append((article, report))
    since = stored[9][0].received_at

    async def ids(**wanted):
        return await pages(store, ArticleFilter(**wanted), 5)

    def expected(keep):
        return [article.id for article, report in reversed(stored) if keep(article, report)]

    assert await ids(site="a.example") == expected(lambda a, r: a.site == "a.example")
    assert await ids(band="low") == expected(lambda a, r: r.band == "low")
    assert await ids(code="CIT_DEAD") == expected(lambda a, r: r.findings[0].code == "CIT_DEAD")
    assert await ids(code="DAT_FUTURE") == expected(lambda a, r: True)
    assert await ids(since=since) == expected(lambda a, r: a.received_at >= since)
    assert await ids(since=since + timedelta(microseconds=1))  # later than the tenth, so without it
    assert await ids(site="c.example") == []
    both = await ids(site="b.example", band="mixed", code="FIL_PHRASE", since=since)
    assert both
    assert both == expected(
        lambda a, r: (
            a.site == "b.example"
            and r.band == "mixed"
            and r.findings[0].code == "FIL_PHRASE"
            and a.received_at >= since
        )
    )


async def test_band_and_code_speak_of_the_newest_report(store, make):
    first, report = make(band="low", codes=("CIT_DEAD",))
    await store.save(first, report)
    later = make(id=first.id, external_id=first.external_id, band="high", codes=("FIL_PHRASE",))
    await store.save(*later, replaces=first.content_hash)
    assert await pages(store, ArticleFilter(band="low"), 5) == []
    assert await pages(store, ArticleFilter(code="CIT_DEAD"), 5) == []
    assert await pages(store, ArticleFilter(band="high", code="FIL_PHRASE"), 5) == [first.id]


@pytest.mark.parametrize(("rare", "other"), [(0, 0), (3, 0), (3, 2)])
def test_a_rare_code_is_not_sought_in_the_whole_archive(sqlite_url, make, rare, other):
    """The steps of SQLite's machine that a list takes do not grow with the archive."""

    def steps(connection):
        count = [0]

        def step():
            count[0] += 1

        driver = connection.connection.driver_connection
        driver.set_progress_handler(step, 20)
        found = articles.listed(connection, ArticleFilter(code="RARE"), None, 50)
        driver.set_progress_handler(None, 0)
        assert len(found) == rare
        return count[0]

    async def filled(count, start):
        async with open_store(sqlite_url) as store:
            await store.fill([make(after=start + n) for n in range(count)])

    async def with_code():
        async with open_store(sqlite_url) as store:
            for n in range(rare):
                await store.save(*make(codes=("RARE", "FIL_PHRASE"), after=n))
            for n in range(other):  # what an older report said is not listed
                article, report = make(codes=("RARE",), after=n)
                await store.save(article, report)
                later = make(id=article.id, codes=("FIL_PHRASE",), after=n + 1)[1]
                await store.save(article, later, replaces=article.content_hash)

    asyncio.run(with_code())
    engine = sqlite_engine(parsed_url(sqlite_url), begin="BEGIN")
    asyncio.run(filled(300, 100))
    with engine.connect() as connection:
        few = steps(connection)
    asyncio.run(filled(3000, 1000))
    with engine.connect() as connection:
        many = steps(connection)
    engine.dispose()
    assert many <= 2 * few + 20


async def test_a_code_is_listed_alike_whether_it_is_rare_or_not(store, make, monkeypatch):
    for place in range(30):
        codes = ("SOMETIMES", "FIL_PHRASE") if place % 3 == 0 else ("FIL_PHRASE",)
        article, report = make(codes=codes, after=place // 4)
        await store.save(article, report)
        if place % 9 == 0:
            later = make(id=article.id, codes=("FIL_PHRASE",), after=place // 4)[1]
            await store.save(article, later, replaces=article.content_hash)
    listings = []
    for bound in (0, 1000):
        monkeypatch.setattr(articles, "RARE", bound)
        listings.append(await pages(store, ArticleFilter(code="SOMETIMES"), 4))
    assert listings[0] == listings[1]
    assert len(listings[0]) == 6
