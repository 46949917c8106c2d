"""An idempotency key is taken once, and answers alike ever after."""

import asyncio
from datetime import UTC, datetime, timedelta

from service.storage import Claim, Reply, StoreBusy

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
REPLY = Reply(201, {"location": "/v1/articles/1", "etag": '"x"'}, b'{"score":\x00 61.7}')


def test_of_fifty_claims_at_once_one_is_fresh(in_store):
    async def story(store):
        claims = await asyncio.gather(*(store.claim("k", "key", "h", NOW, TOMORROW) for _ in range(50)))
        assert sum(claim.fresh for claim in claims) == 1
        assert sum(claim.running for claim in claims) == 49

    in_store(story)


def test_a_settled_key_gives_the_answer_of_before(in_store):
    async def story(store):
        assert await store.claim("k", "key", "h", NOW, TOMORROW) == Claim(fresh=True)
        assert await store.claim("k", "key", "h", NOW, TOMORROW) == Claim(running=True)
        await store.settle("k", "key", REPLY)
        assert await store.claim("k", "key", "h", NOW, TOMORROW) == Claim(reply=REPLY)

    in_store(story)


def test_the_same_key_with_another_body_is_different(in_store):
    async def story(store):
        await store.claim("k", "key", "h", NOW, TOMORROW)
        assert await store.claim("k", "key", "other", NOW, TOMORROW) == Claim(different=True)
        await store.settle("k", "key", REPLY)
        assert await store.claim("k", "key", "other", NOW, TOMORROW) == Claim(different=True)

    in_store(story)


def test_the_same_key_of_another_scope_is_fresh(in_store):
    async def story(store):
        await store.claim("k", "key", "h", NOW, TOMORROW)
        assert (await store.claim("other", "key", "h", NOW, TOMORROW)).fresh

    in_store(story)


def test_a_released_key_is_fresh_again(in_store):
    async def story(store):
        await store.claim("k", "key", "h", NOW, TOMORROW)
        await store.release("k", "key")
        assert (await store.claim("k", "key", "other", NOW, TOMORROW)).fresh

    in_store(story)


def test_an_expired_key_is_fresh_again_and_forgets_its_answer(in_store):
    async def story(store):
        await store.claim("k", "key", "h", NOW, TOMORROW)
        await store.settle("k", "key", REPLY)
        assert (await store.claim("k", "key", "h", TOMORROW - timedelta(seconds=1), TOMORROW)).reply
        later = TOMORROW + timedelta(days=1)
        assert (await store.claim("k", "key", "new", TOMORROW, later)).fresh
        assert (await store.claim("k", "key", "new", TOMORROW, later)).running

    in_store(story)


def test_a_claim_whose_process_died_may_be_taken_over_after_a_while(in_store):
    async def story(store):
        await store.claim("k", "key", "h", NOW, TOMORROW)
        assert (await store.claim("k", "key", "h", NOW + timedelta(minutes=9), TOMORROW)).running
        assert (await store.claim("k", "key", "h", NOW + timedelta(minutes=10), TOMORROW)).fresh

    in_store(story)


def test_expired_keys_are_swept_out(in_store, monkeypatch):
    monkeypatch.setattr("service.storage.store.SWEEP_EVERY", 2)

    def count(connection):
        return connection.exec_driver_sql("SELECT count(*) FROM idempotency").scalar()

    async def story(store):
        for name in "abc":
            await store.claim("k", name, "h", NOW, TOMORROW)
        await store.claim("k", "d", "h", TOMORROW, TOMORROW + timedelta(days=1))
        await store.claim("k", "e", "h", TOMORROW, TOMORROW + timedelta(days=1))
        assert await store._backend.read(count) == 2

    in_store(story)


def test_a_claim_is_refused_when_too_many_writes_wait(in_store):
    async def story(store):
        claims = (store.claim("k", f"{n}", "h", NOW, TOMORROW) for n in range(5))
        outcomes = await asyncio.gather(*claims, return_exceptions=True)
        assert sum(isinstance(outcome, StoreBusy) for outcome in outcomes) == 2

    in_store(story, max_waiting=3)


def test_an_answer_about_no_article_frees_the_key(in_store):
    async def story(store):
        await store.claim("k", "key", "h", NOW, TOMORROW)
        await store.settle("k", "key", REPLY, "an article that is not there")
        assert (await store.claim("k", "key", "h", NOW, TOMORROW)).fresh

    in_store(story)
