"""What editors attach to people, on both databases."""

from datetime import timedelta

from service.storage import SourceRecord
from tests.service.storage.conftest import DAY


def entry(number, key="hanna ilves", **given):
    fields = {
        "id": f"source-{number}", "key": key, "name": "Hanna Ilves", "affiliation": "University of Norvale",
        "role": None, "url": "https://norvale.example/ilves", "note": "Met “her” – ø", "created_at": DAY + timedelta(seconds=number),
        "expires_at": None,
    }  # fmt: skip
    return SourceRecord(**{**fields, **given})


async def test_what_is_attached_comes_back_and_goes(store):
    first = entry(1, expires_at=DAY + timedelta(days=400))
    await store.add_source(first)
    assert await store.source("source-1") == first
    assert await store.source("source-2") is None
    assert await store.remove_source("source-1", " /v1/sources")
    assert not await store.remove_source("source-1", " /v1/sources")
    assert await store.source("source-1") is None


async def test_entries_are_listed_newest_first_page_by_page_and_by_person(store):
    records = [entry(number, "ole brandt" if number % 2 else "hanna ilves") for number in range(5)]
    for record in records:
        await store.add_source(record)
    newest = records[::-1]
    assert await store.sources() == newest
    page = await store.sources(limit=2)
    assert page == newest[:2]
    assert await store.sources(after=(page[-1].created_at, page[-1].id), limit=2) == newest[2:4]
    assert await store.sources("ole brandt") == [records[3], records[1]]
    assert await store.remembered(["ole brandt", "nobody", "ole brandt"]) == [records[3], records[1]]
    assert await store.remembered([]) == []
