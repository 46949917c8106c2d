"""The audit trail is written with what it tells, or not at all."""

from datetime import UTC, datetime

import pytest

from service.acts import new_act
from service.storage import ConflictError, KeyRecord


def key(id: str) -> KeyRecord:
    return KeyRecord(id, "a test", "0" * 64, frozenset({"read"}), datetime.now(UTC))


def test_an_act_is_kept_with_what_it_did(in_store, make):
    async def story(store):
        article, report = make()
        await store.save(article, report)
        act = new_act("a key", "article.erase", article.id, "a request")
        assert await store.recording(act).erase(article.id)
        assert await store.acts(10) == [act]

    in_store(story)


def test_what_was_not_done_is_no_act(in_store):
    async def story(store):
        assert not await store.recording(new_act("a key", "article.erase", "none")).erase("none")
        assert await store.acts(10) == []

    in_store(story)


def test_what_failed_is_no_act(in_store):
    async def story(store):
        await store.recording(new_act("me", "key.create", "one")).add_key(key("one"))
        with pytest.raises(ConflictError):
            await store.recording(new_act("me", "key.create", "one")).add_key(key("one"))
        assert len(await store.acts(10)) == 1

    in_store(story)


def test_acts_are_listed_newest_first(in_store):
    async def story(store):
        for id in ("a", "b", "c"):
            await store.recording(new_act("me", "key.create", id)).add_key(key(id))
        assert [act.subject for act in await store.acts(2)] == ["c", "b"]

    in_store(story)


def test_a_secret_is_made_once(in_store):
    async def story(store):
        one, again = await store.secret("one"), await store.secret("one")
        assert one == again
        assert len(one) >= 40
        assert await store.secret("another") != one

    in_store(story)
