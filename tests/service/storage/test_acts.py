"""The audit trail is written with what it tells, or not at all."""

from datetime import UTC, datetime

import pytest

from service.acts import new_act
from service.storage import ConflictError, KeyRecord


def key(id: str) -> KeyRecord:
    return KeyRecord(id, "a test", "0" * 64, frozenset({"read"}), datetime.now(UTC))


async def test_an_act_is_kept_with_what_it_did(store, make):
    article, report = make()
    await store.save(article, report)
    act = new_act("a key", "article.erase", article.id, "a request")
    assert await store.recording(act).erase(article.id)
    assert await store.acts(10) == [act]


async def test_what_was_not_done_is_no_act(store):
    assert not await store.recording(new_act("a key", "article.erase", "none")).erase("none")
    assert await store.acts(10) == []


async def test_what_failed_is_no_act(store):
    await store.recording(new_act("me", "key.create", "one")).add_key(key("one"))
    with pytest.raises(ConflictError):
        await store.recording(new_act("me", "key.create", "one")).add_key(key("one"))
    assert len(await store.acts(10)) == 1


async def test_acts_are_listed_newest_first(store):
    for id in ("a", "b", "c"):
        await store.recording(new_act("me", "key.create", id)).add_key(key(id))
    assert [act.subject for act in await store.acts(2)] == ["c", "b"]


async def test_a_secret_is_made_once(store):
    one, again = await store.secret("one"), await store.secret("one")
    assert one == again
    assert len(one) >= 40
    assert await store.secret("another") != one
