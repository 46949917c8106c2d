"""What is saved comes back, alone or with others."""

import asyncio
import os
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count

import pytest

from service.records import KeptMarks
from service.storage import ConflictError, StoreBusyError, open_store
from service.storage.fast_path import MOST_ROWS


async def test_an_article_and_its_report_come_back_as_they_were(store, make):
    article, report = make()
    await store.save(article, report)
    assert await store.article(article.id) == article
    assert await store.newest(article.id) == report
    assert await store.reports(article.id) == [report]
    assert await store.find(article.site, article.external_id, "another hash") == (article, report)


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\xff\xfe", b'{"a":1, "a" : 2}\r\n', "“curly” \U0001f30d é".encode(), os.urandom(50_000)],
    ids=["empty", "no text", "odd white space", "beyond ASCII", "large"],
)
async def test_a_body_comes_back_byte_for_byte(store, make, body):
    article, report = make(body=body)
    await store.save(article, report)
    assert (await store.newest(article.id)).body == body


async def test_json_keeps_the_order_of_its_keys_and_odd_characters(store, make):
    evidence = {"z": "a\x00b", "a": [1, 2.5, None, True, {"é": "\U0001f30d"}], "m": {}}

    article, report = make(evidence=evidence, submission={"text": "b", "markdown": None, "html": "a"})
    await store.save(article, report)
    kept = (await store.newest(article.id)).evidence
    assert kept == evidence
    assert list(kept) == list(evidence)
    assert list((await store.article(article.id)).submission) == ["text", "markdown", "html"]


async def test_what_is_not_given_stays_none(store, make):
    bare = {"site": None, "external_id": None, "title": None, "url": None, "submission": None}
    article, report = make(**bare, score=None, band="insufficient", evidence=None, codes=())
    await store.save(article, report)
    assert await store.article(article.id) == article
    assert await store.newest(article.id) == report
    assert await store.submission(report.id) is None


async def test_numbers_come_back_exactly(store, make):
    article, report = make(score=0.1 + 0.2, confidence=1 / 3)
    odd = replace(report, findings=tuple(replace(f, points=-1 / 7) for f in report.findings))
    await store.save(article, odd)
    assert await store.newest(article.id) == odd


async def test_times_come_back_in_utc_to_the_microsecond(store, make):
    moment = datetime(2026, 3, 29, 3, 30, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    article, report = make(received_at=moment)
    await store.save(article, report)
    kept = (await store.article(article.id)).received_at
    assert kept == moment
    assert kept.tzinfo is UTC or kept.utcoffset() == timedelta(0)


async def test_a_time_without_a_zone_is_refused(store, make):
    with pytest.raises(Exception, match="without a zone"):
        await store.save(*make(received_at=datetime(2026, 1, 1)))


async def test_a_report_about_another_article_is_refused(store, make):
    article, _ = make()
    _, report = make()
    with pytest.raises(ValueError, match="not about"):
        await store.save(article, report)


async def test_a_revision_keeps_the_history_and_replaces_the_text(store, make):
    first, report = make()
    await store.save(first, report)
    second, later = make(id=first.id, external_id=first.external_id, after=60, band="low", codes=())
    await store.save(second, later, replaces=first.content_hash)
    assert await store.article(first.id) == second
    assert await store.newest(first.id) == later
    assert await store.reports(first.id) == [later, report]
    assert await store.find(first.site, first.external_id, "any") == (second, later)


async def test_an_older_report_can_be_replayed_after_a_revision(store, make):
    first, report = make()
    await store.save(first, report)
    second, later = make(id=first.id, external_id=first.external_id, after=60)
    await store.save(second, later, replaces=first.content_hash)
    third, last = make(id=first.id, external_id=first.external_id, after=120)
    await store.save(third, last, replaces=second.content_hash)
    assert await store.submission(report.id) == first.submission
    assert await store.submission(later.id) == second.submission
    assert await store.submission(last.id) == third.submission
    back, again = make(id=first.id, external_id=first.external_id, after=180)
    back = replace(back, content_hash=first.content_hash, submission=first.submission)
    await store.save(back, again, replaces=third.content_hash)
    assert await store.submission(report.id) == first.submission
    assert await store.submission(last.id) == third.submission
    assert await store.submission("no such report") is None


async def test_the_same_content_rescored_keeps_both_reports(store, make):
    article, report = make()
    await store.save(article, report)
    again = replace(report, id="report-again", scored_at=report.scored_at + timedelta(days=1))
    await store.save(article, again, replaces=article.content_hash)
    assert await store.reports(article.id) == [again, report]
    assert await store.submission(report.id) == article.submission


async def test_an_anonymous_article_is_found_by_its_content(store, make):
    article, report = make(site=None)
    known, other = make()
    await store.save(article, report)
    await store.save(known, other)
    assert await store.find(None, "x", article.content_hash) == (article, report)
    assert await store.find("news.example", None, article.content_hash) == (article, report)
    assert await store.find(None, None, known.content_hash) is None
    assert await store.find("news.example", "unheard of", article.content_hash) is None


async def test_a_second_article_of_the_same_identity_is_a_conflict(store, make):
    article, report = make()
    await store.save(article, report)
    with pytest.raises(ConflictError):
        await store.save(*make(external_id=article.external_id))
    anonymous, judged = make(external_id=None)
    await store.save(anonymous, judged)
    with pytest.raises(ConflictError):
        await store.save(*make(site=None, content_hash=anonymous.content_hash))
    await store.save(*make(content_hash=anonymous.content_hash))
    assert await store.newest(article.id) == report


async def test_one_of_many_racing_for_an_identity_wins(store, make):
    pairs = [make(external_id="the same") for _ in range(12)]
    outcomes = await asyncio.gather(*(store.save(*pair) for pair in pairs), return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, ConflictError) for outcome in outcomes) == 11


async def test_a_bad_save_among_many_fails_alone(store, make):
    pairs = [make() for _ in range(20)]
    article, report = pairs[7]
    pairs[7] = (article, replace(report, findings=report.findings[:1] * 2))
    pairs[13] = (replace(pairs[13][0], received_at=datetime(2026, 1, 1)), pairs[13][1])
    outcomes = await asyncio.gather(*(store.save(*pair) for pair in pairs), return_exceptions=True)
    assert [place for place, outcome in enumerate(outcomes) if outcome is not None] == [7, 13]
    kept = [await store.article(article.id) for article, _ in pairs]
    assert [place for place, article in enumerate(kept) if article is None] == [7, 13]


async def test_of_revisions_of_one_text_at_once_one_is_saved(store, make):
    for name in ("one", "two", "three", "four", "five"):
        first, report = make(id=name, external_id=name)
        await store.save(first, report)
        pairs = [make(id=name, external_id=name, after=place) for place in range(1, 9)]
        saves = (store.save(*pair, replaces=first.content_hash) for pair in pairs)
        outcomes = await asyncio.gather(*saves, return_exceptions=True)
        assert sum(isinstance(outcome, ConflictError) for outcome in outcomes) == 7
        won, newest = pairs[outcomes.index(None)]
        assert await store.article(name) == won
        assert await store.reports(name) == [newest, report]


def test_beyond_max_waiting_a_write_is_refused(in_store, make):
    async def story(store):
        saves = [asyncio.create_task(store.save(*make())) for _ in range(6)]
        outcomes = await asyncio.gather(*saves, return_exceptions=True)
        assert sum(isinstance(outcome, StoreBusyError) for outcome in outcomes) == 2
        assert store.waiting == 0
        await store.save(*make())

    in_store(story, max_waiting=4)


async def test_a_cancelled_save_harms_no_other(store, make):
    saves = [asyncio.create_task(store.save(*make())) for _ in range(6)]
    await asyncio.sleep(0)
    saves[2].cancel()
    await asyncio.gather(*saves, return_exceptions=True)
    await store.save(*make(id="after"))
    assert await store.article("after")
    assert store.waiting == 0


def held(path: str) -> sqlite3.Connection:
    """A connection that holds the file's write lock."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_sqlite_writes_what_waits_in_one_transaction(sqlite_url, make):
    async def story():
        async with open_store(sqlite_url) as store:
            await store.save(*make())
            lock = held(sqlite_url.removeprefix("sqlite:///"))
            before = store.gate.transactions
            saves = [asyncio.create_task(store.save(*make())) for _ in range(1 + 32 + 32)]
            await asyncio.sleep(0.05)
            assert store.waiting == 65
            lock.rollback()
            await asyncio.gather(*saves)
            # The writer took what was there when it woke, then waited for the lock; the rest came in groups.
            assert store.gate.transactions - before <= 4
            lock.close()

    asyncio.run(story())


def test_sqlite_held_by_another_process_too_long_is_busy(sqlite_url, make, monkeypatch):
    monkeypatch.setattr("service.storage.sqlite.BUSY_SECONDS", 0.1)

    async def story():
        async with open_store(sqlite_url) as store:
            lock = held(sqlite_url.removeprefix("sqlite:///"))
            with pytest.raises(StoreBusyError):
                await store.save(*make())
            lock.rollback()
            lock.close()
            await store.save(*make(id="later"))
            assert await store.article("later")

    asyncio.run(story())


def test_closing_writes_what_waits_and_leaves_one_file(sqlite_url, make):
    async def story():
        async with open_store(sqlite_url) as store:
            saves = [asyncio.create_task(store.save(*make())) for _ in range(100)]
            await asyncio.sleep(0)
        await asyncio.gather(*saves)
        with pytest.raises(RuntimeError, match="closed"):
            await store.save(*make())

    asyncio.run(story())
    path = sqlite_url.removeprefix("sqlite:///")
    assert not os.path.exists(path + "-wal")
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM article").fetchone() == (100,)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("assay-")]


def test_a_new_sqlite_file_is_for_its_owner_alone(tmp_path):
    from service.storage import migrate

    migrate(f"sqlite:///{tmp_path}/deep/down/assay.sqlite3")
    assert (tmp_path / "deep/down/assay.sqlite3").stat().st_mode & 0o077 == 0


async def test_a_write_is_one_transaction(store, make):
    article, report = make()
    await store.save(article, report)

    def cut_short(connection):
        connection.exec_driver_sql("UPDATE article SET title = 'half'")
        raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError, match="lights"):
        await store.gate.write(cut_short)
    assert (await store.article(article.id)).title == article.title


async def test_a_report_on_an_older_text_never_takes_the_place_of_a_newer_one(store, make):
    first, report = make()
    await store.save(first, report)
    second, newer = make(id=first.id, external_id=first.external_id, after=60)
    await store.save(second, newer, replaces=first.content_hash)
    late = replace(report, id="late", scored_at=newer.scored_at + timedelta(minutes=1))
    with pytest.raises(ConflictError):
        await store.save(first, late, replaces=first.content_hash)
    assert await store.article(first.id) == second
    assert await store.newest(first.id) == newer
    assert await store.reports(first.id) == [newer, report]


async def test_a_new_article_comes_with_a_report(store, make):
    with pytest.raises(ValueError, match="without a report"):
        await store.save(make()[0], None)


async def test_what_an_earlier_release_kept_too_often_is_read_no_further(database_url, store, make):
    digests = count(1)

    for number in range(MOST_ROWS + 8):
        article, report = make(marks=KeptMarks((-5, next(digests)), 7000 + number, 8000 + number, number % 4))
        await store.save(article, report)
    samples = await store.samples([-5, 1, 999_999])
    assert {digest: len(those) for digest, those in samples.items()} == {-5: MOST_ROWS, 1: 1}
